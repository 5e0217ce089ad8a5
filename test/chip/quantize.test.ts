import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { quantizeRange, quantizeWeights } from '../../src/worker/chip/quantize/quantize.ts';
import { signedMax } from '../../src/worker/chip/quantize/signed-max.ts';
import { roundHalfToEven } from '../../src/worker/kernels/rounding.ts';

// Nothing so small that float32 has no full precision for its steps.
const floats = fc
  .float({ noNaN: true, noDefaultInfinity: true, min: Math.fround(-1e6), max: Math.fround(1e6) })
  .map((x) => (Math.abs(x) < 1e-30 ? 0 : x));

describe('roundHalfToEven', () => {
  it('sends halves to the even neighbour, on both sides of zero', () => {
    expect([0.5, 1.5, 2.5, -0.5, -1.5, -2.5, 126.5, 0.49999997].map(roundHalfToEven).map((x) => x + 0)).toEqual([
      0, 2, 2, 0, -2, -2, 126, 0,
    ]);
  });

  it('is a nearest integer', () => {
    fc.assert(fc.property(floats, (x) => Math.abs(roundHalfToEven(x) - x) <= 0.5));
  });
});

describe('quantizeWeights', () => {
  it('keeps every weight within half a step, and uses the whole range of integers', () => {
    fc.assert(
      fc.property(fc.array(floats, { minLength: 1, maxLength: 50 }), fc.integer({ min: 2, max: 8 }), (values, bits) => {
        const weight = Float32Array.from(values);
        const { integers, scale } = quantizeWeights(weight, 1, bits, 1, 'layer');
        const step = scale[0]!;
        for (let i = 0; i < weight.length; i++) {
          expect(Math.abs(integers[i]! * step - weight[i]!)).toBeLessThanOrEqual(step * 0.5001);
        }
        const largest = integers.reduce((max, q) => Math.max(max, Math.abs(q)), 0);
        expect(largest).toBe(step === 0 ? 0 : signedMax(bits));
      }),
    );
  });

  it('scales each output channel by itself', () => {
    const { integers, scale } = quantizeWeights(Float32Array.of(1, -0.5, 1000, 250), 2, 8, 1, 'layer');
    expect([...integers]).toEqual([127, -64, 127, 32]);
    expect(scale[1]! / scale[0]!).toBeCloseTo(1000, 3);
  });

  it('clips the weights beyond the fraction asked for', () => {
    const { integers, scale } = quantizeWeights(Float32Array.of(1, 0.5, -0.25), 1, 8, 0.5, 'layer');
    expect([...integers]).toEqual([127, 127, -64]);
    expect(scale[0]).toBeCloseTo(0.5 / 127, 7);
  });

  it('gives a channel of zeros, and one too small for float32 to invert, no weight', () => {
    const { integers, scale } = quantizeWeights(Float32Array.of(0, 0, 1e-44, -1e-44), 2, 8, 1, 'layer');
    expect([...integers, ...scale]).toEqual([0, 0, 0, 0, 0, 0]);
  });

  it.each([NaN, Infinity])('refuses %s and names the layer', (bad) => {
    expect(() => quantizeWeights(Float32Array.of(1, bad), 1, 8, 1, 'unet.mid_block.x')).toThrow(/unet\.mid_block\.x/);
  });
});

describe('quantizeRange', () => {
  it('stays within the integers of its bits, and clips what lies beyond the range', () => {
    fc.assert(
      fc.property(
        fc.array(floats, { minLength: 1, maxLength: 50 }),
        fc.float({ min: Math.fround(1e-3), max: Math.fround(1e6), noNaN: true }),
        fc.integer({ min: 2, max: 8 }),
        (values, limit, bits) => {
          const data = Float32Array.from(values);
          const out = new Int8Array(data.length);
          const scale = quantizeRange(data, 0, data.length, limit, bits, out, 0);
          for (let i = 0; i < data.length; i++) {
            const clipped = Math.max(-limit, Math.min(data[i]!, limit));
            expect(Math.abs(out[i]!)).toBeLessThanOrEqual(signedMax(bits));
            expect(Math.abs(out[i]! * scale - clipped)).toBeLessThanOrEqual(scale * 0.5001);
          }
        },
      ),
    );
  });
});
