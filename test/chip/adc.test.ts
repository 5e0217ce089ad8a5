import { describe, expect, it } from 'vitest';
import { conversionOf, inputSlicing, type SumRange } from '../../src/worker/chip/convert/adc.ts';
import type { CrossbarSpec } from '../../src/worker/chip/crossbar-spec.ts';
import { cellLayout } from '../../src/worker/chip/program/cells.ts';
import { analogChip } from './builders.ts';

function conversion(
  chip: CrossbarSpec,
  seen: SumRange | null = null,
  options: { steps?: number; noisy?: boolean } = {},
) {
  const layout = cellLayout(chip.weights, chip.weights.bits);
  const slicing = inputSlicing(chip.dac, chip.dac.bits);
  const { steps = 1, noisy = false } = options;
  return conversionOf(chip, layout, slicing, chip.tile.rows, chip.adc.bits, steps, 1, noisy, seen);
}

describe('the converter', () => {
  it('at full scale reaches the largest sum with its largest code', () => {
    const chip = analogChip({ tile: { rows: 100 }, adc: { range: 'full-scale', bits: 8 } });
    const { lsb, codeMin, codeMax } = conversion(chip);
    expect([codeMin, codeMax]).toEqual([-128, 127]);
    expect(lsb * codeMax).toBeCloseTo(100 * 127 * 127, -1);
  });

  it("has ISAAC's step of 2 for 128 rows of 2-bit cells and one input bit, single-ended", () => {
    const chip = analogChip({
      weights: { encoding: 'offset', cellBits: 2 },
      dac: { mode: 'bit-serial' },
      tile: { rows: 128 },
      adc: { range: 'full-scale', bits: 8 },
    });
    expect(conversion(chip)).toEqual({ lsb: 2, inverseLsb: 0.5, codeMin: -255, codeMax: 255 });
  });

  it('calibrated meets the range of the sums seen with its largest code', () => {
    const chip = analogChip({ adc: { range: 'calibrated', bits: 8 } });
    expect(conversion(chip, (bits) => bits * 1e4).lsb).toBeCloseTo(8e4 / 127, 2);
    const serial = analogChip({
      weights: { encoding: 'offset', cellBits: 2 },
      dac: { mode: 'bit-serial' },
      tile: { rows: 1024 },
      adc: { range: 'calibrated', bits: 8 },
    });
    // Single-ended: the range of nine signed bits over 255 codes.
    expect(conversion(serial, (bits) => bits * 255).lsb).toBe(8);
  });

  it('calibrated on nothing is at full scale', () => {
    const full = analogChip({ adc: { range: 'full-scale' } });
    const calibrated = analogChip({ adc: { range: 'calibrated' } });
    expect(conversion(calibrated, null)).toEqual(conversion(full));
  });

  it('never has a step below one product of integers', () => {
    const chip = analogChip({ adc: { range: 'calibrated', bits: 12 } });
    expect(conversion(chip, () => 50).lsb).toBe(1);
  });

  it('takes a power of two for its step in the offset encoding', () => {
    const chip = analogChip({ weights: { encoding: 'offset' }, adc: { range: 'calibrated', bits: 8 } });
    expect(conversion(chip, () => 127 * 900).lsb).toBe(1024);
    const full = analogChip({
      weights: { encoding: 'offset' },
      tile: { rows: 64 },
      adc: { range: 'full-scale', bits: 8 },
    });
    // 64 * 127 * 255 / 127 = 16,320: rounded up, so that nothing clips.
    expect(conversion(full).lsb).toBe(16384);
  });

  it('lossless is the sum itself for cells on their levels, and one product wide otherwise', () => {
    expect(conversion(analogChip())).toEqual({ lsb: 1, inverseLsb: 1, codeMin: -(2 ** 31), codeMax: 2 ** 31 - 1 });
    const between = conversion(analogChip(), null, { steps: 50 });
    expect(between.lsb).toBe(1);
    expect(between.inverseLsb).toBeCloseTo(1 / 50, 8);
    expect(conversion(analogChip(), null, { noisy: true }).codeMax).toBeLessThan(2 ** 24);
  });
});

describe('input slices', () => {
  it.each([
    [{ mode: 'one-shot', sliceBits: 1 }, 8, { inputSlices: 1, sliceBits: 8, max: 127 }],
    [{ mode: 'bit-serial', sliceBits: 1 }, 8, { inputSlices: 8, sliceBits: 1, max: 1 }],
    [{ mode: 'bit-serial', sliceBits: 2 }, 8, { inputSlices: 4, sliceBits: 2, max: 3 }],
    [{ mode: 'bit-serial', sliceBits: 3 }, 8, { inputSlices: 3, sliceBits: 3, max: 7 }],
    [{ mode: 'bit-serial', sliceBits: 4 }, 4, { inputSlices: 1, sliceBits: 4, max: 7 }],
    [{ mode: 'bit-serial', sliceBits: 1 }, 6, { inputSlices: 6, sliceBits: 1, max: 1 }],
  ])('%j at %i bits', (dac, bits, expected) => {
    expect(inputSlicing(dac, bits)).toEqual(expected);
  });
});
