import type { BenchSetup } from '../../shared/bench.ts';
import type { Calibration } from '../chip/calibrate/calibration.ts';
import { makeChip } from '../chip/program/physical-chip.ts';
import { createChipEngine } from '../chip/run/chip-engine.ts';
import { createLedger } from '../energy/ledger.ts';
import { ExactEngine } from '../exact/exact-engine.ts';
import type { KernelPool } from '../kernels/kernels.ts';
import type { Compute } from '../tensor/compute.ts';
import type { MatrixLayer } from '../tensor/matrix-layer.ts';

/** The middle of the diffusion time. */
export const MIDDLE = { index: 0, fraction: 0.5, timestep: 500 };

export interface OnChip extends Compute {
  /** Programs a layer ahead of its first use, where it runs on the chip. */
  program(layer: MatrixLayer): void;
}

/** What a UNet computes with on a chip in the middle of the diffusion, metered as a painting is. */
export function onChip(
  kernels: KernelPool,
  { chip, precision }: BenchSetup,
  calibration: Calibration | null = null,
): OnChip {
  const ledger = createLedger({ chip });
  ledger.beginPhase('step', 0);
  const { meter } = ledger;
  const digital = new ExactEngine(kernels, meter);
  if (chip.kind === 'exact') return { engine: digital, kernels, meter, program() {} };
  const engine = createChipEngine({
    pool: kernels,
    chip: makeChip(kernels, chip, 0, 0),
    plan: precision.plan,
    pictureSeed: 0,
    calibration,
    meter,
    digital,
  });
  engine.beginStep(MIDDLE);
  return { engine, kernels, meter, program: (layer) => engine.program(layer) };
}
