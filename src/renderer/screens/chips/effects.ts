import { type ChipProfile, chipProfileSchema } from '../../../shared/chip/chip-profile.ts';
import { type KnobPath, type KnobValue, valueAt, withValue } from './knobs.ts';

/** A change of one figure by a step that a designer would consider. */
export interface Variation {
  readonly path: KnobPath;
  readonly from: KnobValue;
  readonly to: KnobValue;
  readonly profile: ChipProfile;
}

const LESS_BY_ONE = (value: KnobValue) => Number(value) - 1;
const HALF = (value: KnobValue) => Number(value) / 2;
const DOUBLE = (value: KnobValue) => Number(value) * 2;

/** The figures to change, and by how much: all on which energy depends. */
const TURNS = {
  adc_bits: LESS_BY_ONE,
  dac_bits: LESS_BY_ONE,
  weights_bits: LESS_BY_ONE,
  weights_cellBits: HALF,
  tile_rows: DOUBLE,
  tile_columns: DOUBLE,
  circuit_adcScale: HALF,
  cell_gMax: HALF,
  circuit_readVoltage: HALF,
  circuit_readPulse: HALF,
  circuit_leakage: HALF,
  circuit_macEnergy: HALF,
} as const satisfies Partial<Record<KnobPath, (value: KnobValue) => KnobValue>>;

/** The changes that leave this profile valid. */
export function variationsOf(profile: ChipProfile): Variation[] {
  return (Object.keys(TURNS) as (keyof typeof TURNS)[]).flatMap((path) => {
    const from = valueAt(profile, path);
    if (from === undefined || from === null) return [];
    const to = TURNS[path](from);
    const turned = chipProfileSchema.safeParse(withValue(profile, path, to));
    return turned.success ? [{ path, from, to, profile: turned.data }] : [];
  });
}
