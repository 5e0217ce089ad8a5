/** 2^k, k = -1022 .. 1024. */
const powersOfTwo = Float64Array.from({ length: 2047 }, (_, i) => 2 ** (i - 1022));
/** ln 2 in two parts: the first has so few bits that k * LN2_HIGH is exact. */
const LN2_HIGH = 0.6931471803691238;
const LN2_LOW = 1.9082149292705877e-10;

/**
 * e^x in float64, relative error below 1e-9, far finer than the float32 it is rounded to. From additions and
 * multiplications only: unlike Math.exp it says the same in every JavaScript engine, and native code can repeat it. x =
 * k ln 2 + r, |r| <= ln 2 / 2; Taylor's series for e^r, even and odd powers apart, so that they are computed side by
 * side.
 */
export function exp(x: number): number {
  if (x < -708) return 0;
  if (x > 709) return Number.POSITIVE_INFINITY;
  const k = Math.floor(x * Math.LOG2E + 0.5);
  const r = x - k * LN2_HIGH - k * LN2_LOW;
  const square = r * r;
  const even = 1 + square * (1 / 2 + square * (1 / 24 + square * (1 / 720 + square * (1 / 40320))));
  const odd = 1 + square * (1 / 6 + square * (1 / 120 + square * (1 / 5040)));
  return (even + r * odd) * powersOfTwo[k + 1022]!;
}
