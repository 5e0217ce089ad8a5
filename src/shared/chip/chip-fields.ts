import type { AnalogChip, DigitalChip } from './chip-profile.ts';

/** Fields that identify the chip and do not affect its behaviour. */
type Identity = 'kind' | 'id' | 'name' | 'description' | 'source';

type PathsOf<Part> = {
  [Key in keyof Part & string]-?: NonNullable<Part[Key]> extends readonly unknown[]
    ? Key
    : NonNullable<Part[Key]> extends object
      ? `${Key}_${PathsOf<NonNullable<Part[Key]>>}`
      : Key;
}[keyof Part & string];

/**
 * Paths of all figures of a profile, with '_' for '.'. Records keyed by it fail to compile when a profile gets a new
 * figure.
 */
export type ChipField = Exclude<PathsOf<AnalogChip> | PathsOf<DigitalChip>, Identity>;

/**
 * The first emulation stage that a figure affects; later stages follow from it.
 *
 * - precision: bits of activations, weights and conversions
 * - cells: what the cells of a layer hold
 * - input: how activations drive the rows
 * - converter: how sums become codes, read noise included
 * - energy: joules, while all that is counted stays the same
 */
export const CHIP_STAGES = ['precision', 'cells', 'input', 'converter', 'energy'] as const;
export type ChipStage = (typeof CHIP_STAGES)[number];

/** test/chip/fields.test.ts changes every figure and checks what changes. */
export const chipFieldStage: Readonly<Record<ChipField, ChipStage>> = {
  weights_bits: 'precision',
  weights_encoding: 'cells',
  weights_cellBits: 'cells',
  weights_clip: 'cells',
  cell_gMax: 'cells',
  cell_onOffRatio: 'cells',
  cell_grid: 'cells',
  cell_programmingError_scale: 'cells',
  cell_programmingError_polynomial: 'cells',
  cell_stuckOn: 'cells',
  cell_stuckOff: 'cells',
  cell_drift_t0: 'cells',
  cell_drift_nuMean: 'cells',
  cell_drift_nuStd: 'cells',
  cell_drift_compensation: 'cells',
  dac_bits: 'precision',
  dac_mode: 'input',
  dac_drive: 'input',
  dac_sliceBits: 'input',
  dac_range: 'input',
  tile_rows: 'converter',
  tile_columns: 'energy',
  read_outputNoise: 'converter',
  read_weightNoise: 'converter',
  adc_bits: 'precision',
  adc_minBits: 'precision',
  adc_range: 'converter',
  circuit_node: 'energy',
  circuit_supply: 'energy',
  circuit_readVoltage: 'energy',
  circuit_readPulse: 'energy',
  circuit_adcLaw: 'energy',
  circuit_adcScale: 'energy',
  circuit_adcRate: 'energy',
  circuit_columnsPerAdc: 'energy',
  circuit_arrays: 'energy',
  circuit_leakage: 'energy',
  circuit_writeEnergy: 'energy',
  circuit_macEnergy: 'energy',
};
