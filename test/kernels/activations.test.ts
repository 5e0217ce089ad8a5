import { expect, test } from 'vitest';
import { gelu, quickGelu, silu } from '../../src/worker/kernels/operators/activation.ts';

const { fround } = Math;

test('SiLU and quick GELU as precisely as the float32 exponential allows', () => {
  for (let x = -20; x <= 20; x += 0.013) {
    const rounded = fround(x);
    const exact = (slope: number) => rounded / (1 + Math.exp(-slope * rounded));
    expect(Math.abs(silu(rounded) / exact(1) - 1)).toBeLessThan(5e-7);
    expect(Math.abs(quickGelu(rounded) / exact(1.702) - 1)).toBeLessThan(5e-6);
  }
});

// erfc from Abramowitz & Stegun's table 7.1, to more digits.
test.each([
  [0, 1],
  [0.1, 0.8875370839817152],
  [0.5, 0.4795001221869535],
  [1, 0.15729920705028513],
  [2, 0.004677734981047266],
  [4, 1.541725790028002e-8],
])('GELU at z = %d standard deviations / sqrt(2), either side', (z, erfc) => {
  const x = fround(z * Math.SQRT2);
  expect(Math.abs(gelu(x) - x * (1 - erfc / 2))).toBeLessThanOrEqual(3e-7 * x);
  expect(Math.abs(gelu(-x) + (x * erfc) / 2)).toBeLessThanOrEqual(3e-7 * x);
});

test('far out they are x, and 0', () => {
  for (const f of [silu, gelu, quickGelu]) {
    expect(f(100)).toBe(100);
    expect(f(-200) + 0).toBe(0);
    expect(f(0)).toBe(0);
  }
});
