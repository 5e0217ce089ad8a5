import { roundHalfToEven } from './rounding.ts';

const { fround } = Math;

/** From here on e^x is a normal float32: just above ln 2^-126. */
const LOWEST = fround(-87.33);
/** ln 2^128, rounded down. */
const HIGHEST = fround(88.72283);
const LOG2_E = fround(Math.LOG2E);
/** ln 2 in two parts: the first has ten bits, so that its products with an exponent are exact. */
const LN2_HIGH = 0.693359375;
const LN2_LOW = fround(Math.LN2 - LN2_HIGH);
/** Taylor's series from r^7 down to r^2: what it leaves out is below 1e-8 of e^r. */
const SERIES = [5040, 720, 120, 24, 6, 2].map((factorial) => fround(1 / factorial));

const float = new Float32Array(1);
const bits = new Int32Array(float.buffer);

/**
 * e^x in float32, relative error at most 2e-7; 0 where it would be below the normal numbers, infinity above all
 * numbers. x = n ln 2 + r with |r| <= ln 2 / 2; n is added to the exponent of e^r. native/exponential.h repeats it.
 */
export function exponential(x: number): number {
  if (x < LOWEST) return 0;
  if (x > HIGHEST) return Number.POSITIVE_INFINITY;
  const n = roundHalfToEven(fround(x * LOG2_E));
  const r = fround(fround(x - fround(n * LN2_HIGH)) - fround(n * LN2_LOW));
  let sum = SERIES[0]!;
  for (let i = 1; i < SERIES.length; i++) sum = fround(fround(sum * r) + SERIES[i]!);
  sum = fround(fround(sum * fround(r * r)) + r);
  float[0] = sum + 1;
  bits[0] = bits[0]! + (n << 23);
  return float[0]!;
}
