import { expect, test } from 'vitest';
import { exponential } from '../../src/worker/kernels/exponential.ts';

const { fround } = Math;

test('e^x to 2e-7 wherever it is a normal float32', () => {
  let worst = 0;
  const compare = (x: number) => {
    const exact = Math.exp(x);
    worst = Math.max(worst, Math.abs(exponential(x) - exact) / exact);
  };
  for (let i = -87320; i <= 88720; i++) compare(fround(i / 1000));
  for (let power = -40; power <= 0; power++) {
    for (let i = 0; i < 200; i++) {
      compare(fround(2 ** power * (1 + i / 200)));
      compare(fround(-(2 ** power) * (1 + i / 200)));
    }
  }
  // Halfway between two powers of two the remainder is largest.
  for (let n = -125; n < 128; n++) {
    for (let ulp = -3; ulp <= 3; ulp++) compare(fround((n + 0.5) * Math.LN2 * (1 + ulp * 2 ** -23)));
  }
  expect(worst).toBeLessThan(2e-7);
  expect(worst).toBeGreaterThan(2 ** -25);
});

test('its result is a float32', () => {
  for (let x = -87; x < 88; x += 0.37) expect(fround(exponential(fround(x)))).toBe(exponential(fround(x)));
});

test('exact at zero, and beyond the range of float32 the limits', () => {
  expect(exponential(0)).toBe(1);
  expect(exponential(-0)).toBe(1);
  for (const x of [-87.34, -88, -1e4, -3e38, Number.NEGATIVE_INFINITY]) expect(exponential(fround(x))).toBe(0);
  for (const x of [88.73, 1e4, 3e38, Number.POSITIVE_INFINITY]) {
    expect(exponential(fround(x))).toBe(Number.POSITIVE_INFINITY);
  }
  expect(exponential(fround(88.72283))).toBeLessThan(Number.POSITIVE_INFINITY);
  expect(exponential(fround(88.72283))).toBeGreaterThan(3.4e38);
  expect(exponential(Number.NaN)).toBeNaN();
});
