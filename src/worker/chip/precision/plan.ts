import type { AnalogChip, DigitalChip } from '../../../shared/chip/chip-profile.ts';
import type { PrecisionPlan } from '../../../shared/chip/precision-plan.ts';
import { digitalByDefault } from './digital-by-default.ts';
import { layerGlob } from './glob.ts';

/** What one layer runs with at one moment. */
export interface ResolvedPrecision {
  readonly digital: boolean;
  readonly inputBits: number;
  readonly weightBits: number;
  /** 0 on a digital chip. */
  readonly adcBits: number;
}

type Rule = PrecisionPlan['default'] & Pick<PrecisionPlan['overrides'][number], 'steps'>;

/**
 * @param fraction of the run: step index / steps; null outside the sampler's loop, where rules with `steps` do not
 * apply
 */
export type PlanResolver = (layer: string, fraction: number | null) => ResolvedPrecision;

/**
 * Resolves a plan: the chip's own bits, digitalByDefault, the plan's default, then its overrides in order, the later
 * winning.
 *
 * The chip's bits are a ceiling: a plan can ask a converter or a cell for less than it was built for, never for more,
 * so one plan serves every chip and a request above the ceiling gets what the chip has. A converter may have a floor
 * too (adc.minBits).
 */
export function planResolver(plan: PrecisionPlan, chip: AnalogChip | DigitalChip): PlanResolver {
  const isDigitalByDefault = digitalByDefault.map((rule) => layerGlob(rule.layers));
  const overrides = plan.overrides.map((override) => ({
    override,
    matches: override.layers === undefined ? () => true : layerGlob(override.layers),
  }));
  const adcBits = chip.kind === 'analog' ? chip.adc.bits : 0;
  const minAdcBits = chip.kind === 'analog' ? (chip.adc.minBits ?? 0) : 0;

  /** Matching names takes longer than all the rest, and a layer comes by at every step. */
  const rulesOf = new Map<string, { readonly digital: boolean; readonly rules: readonly Rule[] }>();

  function rulesFor(layer: string) {
    let known = rulesOf.get(layer);
    if (known === undefined) {
      known = {
        digital: isDigitalByDefault.some((matches) => matches(layer)),
        rules: [plan.default, ...overrides.filter(({ matches }) => matches(layer)).map(({ override }) => override)],
      };
      rulesOf.set(layer, known);
    }
    return known;
  }

  return (layer, fraction) => {
    const { digital: byDefault, rules } = rulesFor(layer);
    let digital = byDefault;
    let inputBits = chip.dac.bits;
    let weightBits = chip.weights.bits;
    let converterBits = adcBits;
    for (const rule of rules) {
      if (!covers(rule.steps, fraction)) continue;
      digital = rule.digital ?? digital;
      inputBits = rule.inputBits ?? inputBits;
      weightBits = rule.weightBits ?? weightBits;
      converterBits = rule.adcBits ?? converterBits;
    }
    return {
      digital,
      inputBits: Math.min(inputBits, chip.dac.bits),
      weightBits: Math.min(weightBits, chip.weights.bits),
      adcBits: Math.max(Math.min(converterBits, adcBits), minAdcBits),
    };
  };
}

/** Steps of a run that a plan treats alike. */
export interface PlanStage {
  /** Of the first of them, for the resolver. */
  readonly fraction: number;
  /** How many there are; not always in a row. */
  readonly steps: number;
}

/**
 * The stages of a run of so many steps, or of its steps from `first` to before `end`, in the order of their first
 * steps.
 */
export function planStages(plan: PrecisionPlan, steps: number, first = 0, end = steps): PlanStage[] {
  const ranges = plan.overrides.flatMap((override) => (override.steps === undefined ? [] : [override.steps]));
  const stages = new Map<string, PlanStage>();
  for (let index = first; index < end; index++) {
    const fraction = index / steps;
    const inForce = ranges.map((range) => Number(covers(range, fraction))).join('');
    const stage = stages.get(inForce) ?? { fraction, steps: 0 };
    stages.set(inForce, { ...stage, steps: stage.steps + 1 });
  }
  return [...stages.values()];
}

function covers(steps: readonly [number, number] | undefined, fraction: number | null): boolean {
  if (steps === undefined) return true;
  return fraction !== null && fraction >= steps[0] && fraction < steps[1];
}
