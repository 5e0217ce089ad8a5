import { demand } from '../demand.ts';
import { exponential } from '../exponential.ts';
import type { Operator } from '../operator.ts';

const { fround } = Math;

/** In the order of their numbers in native/operators/activation.h. */
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

/** Abramowitz and Stegun, Handbook of Mathematical Functions, 7.1.26: erfc(z) = (a1 t + ... + a5 t^5) e^(-z^2), t = 1 / (1 + p z). */
const p = fround(0.3275911);
const coefficients = [1.061405429, -1.453152027, 1.421413741, -0.284496736, 0.254829592].map(fround);
const halfRoot = fround(Math.SQRT1_2);

/** x times the normal distribution function, to 3e-7 of x, as PyTorch's default; its tanh approximation would be off by 5e-4. */
export function gelu(x: number): number {
  const z = fround((x < 0 ? -x : x) * halfRoot);
  const t = fround(1 / fround(fround(z * p) + 1));
  let sum = coefficients[0]!;
  for (let i = 1; i < coefficients.length; i++) sum = fround(fround(sum * t) + coefficients[i]!);
  const square = fround(z * z);
  const tail = fround(fround(sum * t) * exponential(-square));
  return fround(fround(x * 0.5) * (x < 0 ? tail : fround(2 - tail)));
}

export const activationOf = { silu, gelu, quick_gelu: quickGelu } satisfies Record<Activation, (x: number) => number>;

export interface ActivationCall {
  readonly activation: Activation;
  readonly x: Float32Array;
  readonly y: Float32Array;
}

/** y[i] = f(x[i]). */
export const activation: Operator<ActivationCall> = {
  name: 'activation',
  check({ x, y }) {
    demand(x.length === y.length, `${x.length} numbers to ${y.length}`);
  },
  cost: ({ y }) => 24 * y.length,
  fields: ({ activation, x, y }) => ({
    inputs: [x],
    outputs: [y],
    numbers: [y.length, activations.indexOf(activation)],
  }),
  reference({ activation, x, y }) {
    const f = activationOf[activation];
    for (let i = 0; i < y.length; i++) y[i] = f(x[i]!);
  },
};
