import type { Meter } from '../../energy/events.ts';
import { erfc } from '../erfc.ts';
import { exp } from '../exp.ts';
import { type Tensor, zeros } from '../tensor.ts';

export const ACTIVATIONS = ['silu', 'gelu', 'quick_gelu'] as const;
export type Activation = (typeof ACTIVATIONS)[number];

/** x * sigmoid(x). */
export function siluOf(x: number): number {
  return x / (1 + exp(-x));
}

/** x times the normal distribution function, by the exact error function, as PyTorch's default. */
function geluOf(x: number): number {
  return 0.5 * x * erfc(-x * Math.SQRT1_2);
}

/** OpenAI CLIP's approximation of GELU. */
function quickGeluOf(x: number): number {
  return x / (1 + exp(-1.702 * x));
}

const FUNCTIONS: Record<Activation, (x: number) => number> = { silu: siluOf, gelu: geluOf, quick_gelu: quickGeluOf };

/** Additions and multiplications charged for one activation: its exponential as a short polynomial, and a division. */
export const ACTIVATION_FLOPS = 16;

/** Applies an activation to every element; any shape. */
export function activate(meter: Meter, layer: string, activation: Activation, x: Tensor): Tensor {
  const y = zeros(x.shape);
  const from = x.data;
  const to = y.data;
  const f = FUNCTIONS[activation];
  for (let i = 0; i < to.length; i++) to[i] = f(from[i]!);
  meter.digital('activation', layer, ACTIVATION_FLOPS * to.length, 8 * to.length);
  return y;
}

/** GEGLU (Shazeer 2020): x [..., 2 C] -> [..., C], the first half times the GELU of the second. */
export function geglu(meter: Meter, layer: string, x: Tensor): Tensor {
  const width = x.shape[x.shape.length - 1]!;
  const half = width / 2;
  const y = zeros([...x.shape.slice(0, -1), half]);
  const rows = y.data.length / half;
  for (let row = 0; row < rows; row++) {
    const from = row * width;
    const to = row * half;
    for (let c = 0; c < half; c++) y.data[to + c] = x.data[from + c]! * geluOf(x.data[from + half + c]!);
  }
  meter.digital('activation', layer, (ACTIVATION_FLOPS + 1) * y.data.length, 12 * y.data.length);
  return y;
}
