import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { fused } from '../../src/worker/kernels/fused.ts';

const { fround } = Math;

/** x = mantissa * 2^exponent, exactly. */
function rational(x: number): { readonly mantissa: bigint; readonly exponent: number } {
  let exponent = 0;
  let mantissa = x;
  while (!Number.isInteger(mantissa)) {
    mantissa *= 2;
    exponent--;
  }
  return { mantissa: BigInt(mantissa), exponent };
}

/** a * b + c in exact arithmetic, then rounded to the nearest float32, halves to even. */
function exactly(a: number, b: number, c: number): number {
  const [x, y, z] = [rational(a), rational(b), rational(c)];
  const exponent = Math.min(x.exponent + y.exponent, z.exponent);
  const product = (x.mantissa * y.mantissa) << BigInt(x.exponent + y.exponent - exponent);
  const sum = product + (z.mantissa << BigInt(z.exponent - exponent));
  // The sign of an exact zero follows IEEE 754 in float64 too.
  if (sum === 0n) return a * b + c;
  const magnitude = sum < 0n ? -sum : sum;
  const top = magnitude.toString(2).length - 1 + exponent;
  const unit = Math.max(top - 23, -149);
  const cut = BigInt(unit - exponent);
  let units = cut > 0n ? magnitude >> cut : magnitude << -cut;
  if (cut > 0n) {
    const twice = (magnitude - (units << cut)) * 2n;
    const whole = 1n << cut;
    if (twice > whole || (twice === whole && units % 2n === 1n)) units += 1n;
  }
  const rounded = Number(units) * 2 ** unit;
  return (sum < 0n ? -1 : 1) * (rounded < 2 ** 128 ? rounded : Number.POSITIVE_INFINITY);
}

const float = fc.float({ noNaN: true, noDefaultInfinity: true });
/** Near each other, so that sums cancel and round. */
const nearOne = fc.integer({ min: -(2 ** 24), max: 2 ** 24 }).map((n) => fround(n / 2 ** 20));

describe('fused is the exact a * b + c, rounded once:', () => {
  test.each([
    ['any numbers', fc.tuple(float, float, float)],
    ['numbers of one size', fc.tuple(nearOne, nearOne, nearOne)],
    [
      'subnormal products and sums',
      fc
        .tuple(nearOne, nearOne, nearOne)
        .map(([a, b, c]) => [fround(a * 2 ** -70), fround(b * 2 ** -70), fround(c * 2 ** -140)]),
    ],
    [
      'sums near the largest number',
      fc
        .tuple(nearOne, nearOne, nearOne)
        .map(([a, b, c]) => [fround(a * 2 ** 62), fround(b * 2 ** 62), fround(c * 2 ** 122)]),
    ],
  ] as [string, fc.Arbitrary<[number, number, number]>][])('%s', (_, numbers) => {
    fc.assert(
      fc.property(numbers, ([a, b, c]) => {
        expect(fused(a, b, c)).toBe(exactly(a, b, c));
      }),
      { numRuns: 2000 },
    );
  });
});

test('sums that float64 rounds onto the middle of two float32', () => {
  let harmful = 0;
  // (1 + d)(1 - d) = 1 - d^2 lies next to half a unit of c, too close for float64 to see the difference.
  const d = 2 ** -23;
  for (let power = -149; power <= 100; power++) {
    const half = 2 ** (power - 1);
    const [a, b] = [(1 + d) * 2 ** Math.floor((power - 1) / 2), (1 - d) * 2 ** Math.ceil((power - 1) / 2)];
    expect(a * b).toBe(half * (1 - d * d));
    for (const units of [2 ** 23, 2 ** 23 + 1, 2 ** 23 + 2, 2 ** 24 - 2, 2 ** 24 - 1]) {
      for (const [x, c] of [
        [a, units * 2 * half],
        [a, -units * 2 * half],
        [-a, units * 2 * half],
        [-a, -units * 2 * half],
      ] as const) {
        expect(fused(x, b, c)).toBe(exactly(x, b, c));
        if (fround(x * b + c) !== exactly(x, b, c)) harmful++;
      }
    }
  }
  expect(harmful).toBeGreaterThan(1000);
});

test('infinities and NaN as IEEE 754 has them', () => {
  const infinity = Number.POSITIVE_INFINITY;
  expect(fused(infinity, 2, 1)).toBe(infinity);
  expect(fused(-2, infinity, 1)).toBe(-infinity);
  expect(fused(1, 2, -infinity)).toBe(-infinity);
  expect(fused(infinity, 1, -infinity)).toBeNaN();
  expect(fused(infinity, 0, 1)).toBeNaN();
  expect(fused(1, Number.NaN, 1)).toBeNaN();
  expect(fused(2 ** 100, 2 ** 100, 0)).toBe(infinity);
  expect(fused(-0, 1, -0)).toBe(-0);
  expect(fused(-0, 1, 0)).toBe(0);
  expect(fused(1, 1, -1)).toBe(0);
});
