import type { EnergyEstimate } from '../../shared/engine/engine-protocol.ts';
import type { JobDraft } from '../../shared/recipe/draft.ts';
import { planResolver, planStages } from '../chip/precision/plan.ts';
import { countEvents } from '../chip/run/chip-events.ts';
import { meterChipMatmul } from '../chip/run/meter-chip-matmul.ts';
import { createLedger } from '../energy/ledger.ts';
import { repeatedMeter } from '../energy/repeated-meter.ts';
import { meterFloatMatmul } from '../exact/meter-float-matmul.ts';
import { WeightMemory } from '../exact/weight-memory.ts';
import type { ExpectedConduction } from './expected-conduction.ts';
import type { Trace, TracedEvent } from './trace.ts';

/**
 * What a picture is expected to cost: its events, counted and priced by the code that counts and prices a painted one.
 * Only what depends on the numbers is expected, not counted: the current through the cells, and that no conversion
 * clips (which costs nothing).
 *
 * Steps that the plan treats alike are booked at once: their events are the same, and a hundred steps would take a
 * hundred times as long.
 *
 * @param guided how many of the steps are guided, the first ones
 * @param conduction null on a chip without analog cells
 */
export function estimateEnergy(
  { chip, precision, steps }: Pick<JobDraft, 'chip' | 'precision' | 'steps'>,
  trace: Trace,
  guided: number,
  conduction: ExpectedConduction | null,
): EnergyEstimate {
  const ledger = createLedger({ chip });
  const memory = new WeightMemory(ledger.meter);
  const onChip = chip.kind === 'exact' ? null : { chip, resolve: planResolver(precision.plan, chip) };

  function book(events: readonly TracedEvent[], fraction: number | null, times: number): void {
    const meter = times === 1 ? ledger.meter : repeatedMeter(ledger.meter, times);
    for (const event of events) {
      if (event.kind === 'digital') meter.digital(event.operation, event.layer, event.flops, event.bytes);
      else if (event.kind === 'dram') meter.dram(event.bytes);
      else {
        const { layer, rows, activations } = event;
        const resolved = onChip?.resolve(layer.name, fraction);
        if (!onChip || !resolved || resolved.digital) {
          memory.fetch(layer, times);
          meterFloatMatmul(meter, layer, rows, activations);
        } else {
          const { inputs, outputs } = layer;
          const counted = countEvents(onChip.chip, resolved, { rows, inputs, outputs, activations });
          const conductionSum = conduction?.(layer, rows, resolved) ?? 0;
          const chipEvents = { ...counted, clipped: 0, conductionSum };
          meterChipMatmul(meter, layer.name, chipEvents, activations, rows * outputs);
        }
      }
    }
  }

  book(trace.text, null, 1);
  for (const stage of planStages(precision.plan, steps, 0, guided)) book(trace.guided, stage.fraction, stage.steps);
  for (const stage of planStages(precision.plan, steps, guided)) book(trace.unguided, stage.fraction, stage.steps);
  book(trace.decode, null, 1);
  return ledger.soFar();
}
