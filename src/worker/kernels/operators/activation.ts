import { demand } from '../demand.ts';
import { exponential } from '../exponential.ts';
import { defineOperator, type Operator } from '../operator.ts';

const { fround } = Math;

export const activations = ['silu', 'gelu', 'quick_gelu'] as const;
export type Activation = (typeof activations)[number];

/** x * sigmoid(x). */
export function silu(x: number): number {
  return fround(x / fround(1 + exponential(-x)));
}

/** OpenAI CLIP's approximation of GELU. */
export function quickGelu(x: number): number {
  return fround(x / fround(1 + exponential(fround(quickGeluSlope * x))));
}
const quickGeluSlope = fround(-1.702);

/**
 * erf(z) = z p(z^2) / q(z^2) up to |z| = 4, where it is 1 in float32: Eigen's coefficients (generic_fast_erf_float in
 * its SpecialFunctionsImpl.h), highest power first.
 */
const numerator = [
  -2.72614225801306e-10, 2.77068142495902e-8, -2.10102402082508e-6, -5.69250639462346e-5, -7.34990630326855e-4,
  -2.95459980854025e-3, -1.60960333262415e-2,
].map(fround);
const denominator = [
  -1.45660718464996e-5, -2.13374055278905e-4, -1.68282697438203e-3, -7.37332916720468e-3, -1.42647390514189e-2,
].map(fround);
const rootOfHalf = fround(Math.SQRT1_2);

/**
 * x times the normal distribution function, to 3e-7 of x, as PyTorch's default; its tanh approximation would be off by
 * 5e-4.
 */
export function gelu(x: number): number {
  const z = Math.max(-4, Math.min(fround(x * rootOfHalf), 4));
  const square = fround(z * z);
  const erf = fround(fround(z * polynomial(numerator, square)) / polynomial(denominator, square));
  return fround(fround(x * 0.5) * fround(1 + erf));
}

function polynomial(coefficients: readonly number[], x: number): number {
  let sum = coefficients[0]!;
  for (let i = 1; i < coefficients.length; i++) sum = fround(fround(sum * x) + coefficients[i]!);
  return sum;
}

const activationOf = { silu, gelu, quick_gelu: quickGelu } satisfies Record<Activation, (x: number) => number>;

export interface ActivationCall {
  readonly activation: Activation;
  readonly x: Float32Array;
  readonly y: Float32Array;
}

/** y[i] = f(x[i]). */
export const activation: Operator<ActivationCall> = defineOperator({
  name: 'activation',
  fields: { activation: { choice: 'Activation', of: activations }, x: 'f32[]', y: 'out f32[]', length: 'i32' },
  check({ x, y }) {
    demand(x.length === y.length, `${x.length} numbers to ${y.length}`);
  },
  cost: ({ y }) => 120 * y.length,
  values: ({ activation, x, y }) => ({ activation, x, y, length: y.length }),
  reference({ activation, x, y }) {
    const f = activationOf[activation];
    for (let i = 0; i < y.length; i++) y[i] = f(x[i]!);
  },
});
