import { describe, expect, it } from 'vitest';
import { erfc } from '../../src/worker/tensor/erfc.ts';
import { exp } from '../../src/worker/tensor/exp.ts';

describe('exp', () => {
  it('is within 1e-9 of the platform’s', () => {
    for (let x = -700; x <= 700; x += 0.37) expect(Math.abs(exp(x) / Math.exp(x) - 1)).toBeLessThan(1e-9);
  });

  it('goes to its limits', () => {
    expect(exp(0)).toBe(1);
    expect(exp(Number.NEGATIVE_INFINITY)).toBe(0);
    expect(exp(Number.POSITIVE_INFINITY)).toBe(Number.POSITIVE_INFINITY);
    expect(exp(Number.NaN)).toBeNaN();
  });
});

describe('erfc', () => {
  // Abramowitz & Stegun's table 7.1, to more digits.
  it.each([
    [0, 1],
    [0.1, 0.8875370839817152],
    [0.5, 0.4795001221869535],
    [1, 0.15729920705028513],
    [2, 0.004677734981047266],
    [4, 1.541725790028002e-8],
    [-0.5, 1.5204998778130465],
    [-1, 1.8427007929497148],
    [-6, 2],
  ])('erfc(%d)', (x, expected) => {
    expect(Math.abs(erfc(x) / expected - 1)).toBeLessThan(1e-9);
  });
});
