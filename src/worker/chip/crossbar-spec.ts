import type { AnalogChip, DigitalChip } from '../../shared/chip/chip-profile.ts';

/** What decides the arithmetic of a chip; circuit and name only matter for its energy. */
export type CrossbarSpec = Pick<AnalogChip, 'weights' | 'cell' | 'dac' | 'tile' | 'read' | 'adc'>;

/**
 * An adder tree computes what an array of perfect cells with a lossless converter would: the integer product. So a
 * digital chip runs through the same code; its events and energy are its own (chip-events.ts).
 */
export function crossbarSpec(chip: AnalogChip | DigitalChip): CrossbarSpec {
  if (chip.kind === 'analog') return chip;
  return {
    weights: { bits: chip.weights.bits, clip: chip.weights.clip, encoding: 'differential', cellBits: 8 },
    cell: { gMax: 1e-6, onOffRatio: null, grid: 'int8', programmingError: null, stuckOn: 0, stuckOff: 0, drift: null },
    dac: { bits: chip.dac.bits, range: chip.dac.range, mode: 'one-shot', sliceBits: 1 },
    tile: chip.tile,
    read: { outputNoise: 0, weightNoise: 0 },
    adc: { bits: 14, range: 'lossless' },
  };
}
