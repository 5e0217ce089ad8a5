import { exp } from './exp.ts';

/** exp(x^2) erfc(x) as a polynomial in t = 1 / (1 + x / 2), x >= 0; written by scripts/erfc-polynomial.py. */
const COEFFICIENTS = new Float64Array([
  2.04020689231754e-11, 0.28209478164064, 0.282095628578485, 0.246805625961367, 0.176776598897455, 0.078934820138143,
  0.0278298136612636, -0.203735768983884, 0.412958310304099, -1.03567046738703, 1.60454248368921, -1.4381769197335,
  0.761591436215779, -0.224886996805584, 0.0288406538087861,
]);

/** The complementary error function in float64, relative error below 1e-9: far finer than the float32 it is rounded to. */
export function erfc(x: number): number {
  const t = 1 / (1 + Math.abs(x) / 2);
  let sum = 0;
  for (let i = COEFFICIENTS.length - 1; i >= 0; i--) sum = sum * t + COEFFICIENTS[i]!;
  const tail = sum * exp(-x * x);
  return x < 0 ? 2 - tail : tail;
}
