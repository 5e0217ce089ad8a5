import type { ChipField } from '../../../shared/chip/chip-fields.ts';
import { ADC_LAWS, type ChipProfile } from '../../../shared/chip/chip-profile.ts';

type Input =
  | { kind: 'number'; min?: number; max?: number; whole?: boolean }
  | { kind: 'optional-number' }
  | { kind: 'numbers' }
  | { kind: 'choice'; choices: readonly string[] };

/** One field of a profile: its path and how it is edited. Its texts are stored under the path with '_' for '.'. */
export interface Knob {
  readonly path: KnobPath;
  readonly input: Input;
}

const number: Input = { kind: 'number' };
const bits = { kind: 'number', min: 1, max: 14, whole: true } as const;
const whole = { kind: 'number', min: 1, whole: true } as const;
const choice = (...choices: string[]): Input => ({ kind: 'choice', choices });

const ALL = {
  weights_bits: bits,
  weights_encoding: choice('differential', 'offset'),
  weights_cellBits: bits,
  weights_clip: number,
  cell_gMax: number,
  cell_onOffRatio: { kind: 'optional-number' },
  cell_grid: choice('int8', 'int16'),
  cell_programmingError_scale: number,
  cell_programmingError_polynomial: { kind: 'numbers' },
  cell_stuckOn: number,
  cell_stuckOff: number,
  cell_drift_t0: number,
  cell_drift_nuMean: number,
  cell_drift_nuStd: number,
  cell_drift_compensation: choice('none', 'global', 'column'),
  dac_bits: bits,
  dac_mode: choice('one-shot', 'bit-serial'),
  dac_drive: choice('level', 'pulse-width'),
  dac_sliceBits: bits,
  dac_range: choice('vector', 'calibrated'),
  tile_rows: whole,
  tile_columns: whole,
  read_outputNoise: number,
  read_weightNoise: number,
  adc_bits: bits,
  adc_minBits: bits,
  adc_range: choice('lossless', 'full-scale', 'calibrated'),
  circuit_node: number,
  circuit_supply: number,
  circuit_readVoltage: number,
  circuit_readPulse: number,
  circuit_adcLaw: choice(...ADC_LAWS),
  circuit_adcScale: number,
  circuit_adcRate: number,
  circuit_columnsPerAdc: whole,
  circuit_arrays: whole,
  circuit_leakage: number,
  circuit_writeEnergy: number,
  circuit_macEnergy: number,
} as const satisfies Record<ChipField, Input>;

export type KnobPath = ChipField;

export const GROUPS = ['weights', 'cell', 'dac', 'tile', 'read', 'adc', 'circuit'] as const;
export type Group = (typeof GROUPS)[number];

/** The knobs of a group that this profile has. */
export function knobsOf(profile: ChipProfile, group: Group): Knob[] {
  return (Object.keys(ALL) as KnobPath[])
    .filter((path) => path.startsWith(`${group}_`) && valueAt(profile, path) !== undefined)
    .map((path) => ({ path, input: ALL[path] }));
}

export type KnobValue = string | number | null | readonly number[];

/** undefined: the profile has no such field. */
export function valueAt(profile: ChipProfile, path: KnobPath): KnobValue | undefined {
  let at: unknown = profile;
  for (const key of path.split('_')) {
    if (typeof at !== 'object' || at === null) return undefined;
    at = (at as Record<string, unknown>)[key];
  }
  return at as KnobValue | undefined;
}

/** A copy with one field changed; the schema decides whether it is still a valid profile. */
export function withValue(profile: ChipProfile, path: KnobPath, value: KnobValue): ChipProfile {
  const copy = structuredClone(profile);
  const keys = path.split('_');
  const last = keys.pop()!;
  let at = copy as unknown as Record<string, unknown>;
  for (const key of keys) at = at[key] as Record<string, unknown>;
  at[last] = value;
  return copy;
}
