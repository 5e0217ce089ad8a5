const { fround } = Math;
const double = new Float64Array(1);
const words = new Int32Array(double.buffer);
/** Index of the low word of a float64. */
const low = new Uint8Array(new Uint16Array([1]).buffer)[0] === 1 ? 0 : 1;
const high = 1 - low;

/**
 * The fused multiply-add of IEEE 754 in float32: a * b + c with one rounding. The product is exact in float64. The sum
 * is rounded there first, which is harmless unless it lands on the middle of two float32; so it is rounded to odd
 * instead (Boldo and Melquiond, "Emulation of FMA and correctly rounded sums", IEEE Trans. Computers 57(4), 2008).
 */
export function fused(a: number, b: number, c: number): number {
  const product = a * b;
  const sum = product + c;
  const part = sum - product;
  const error = product - (sum - part) + (c - part);
  // Also when the error is NaN, because the sum is not finite.
  if (!(error < 0 || error > 0)) return fround(sum);
  double[0] = sum;
  if ((words[low]! & 1) === 0) {
    // One unit of the last place towards the exact sum.
    if (error > 0 === sum > 0) words[low]! |= 1;
    else {
      if (words[low] === 0) words[high]! -= 1;
      words[low]! -= 1;
    }
  }
  return fround(double[0]!);
}
