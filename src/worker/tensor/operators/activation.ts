import { type Activation, activation as activationOperator } from '../../kernels/operators/activation.ts';
import { geglu as gegluOperator } from '../../kernels/operators/geglu.ts';
import type { Compute } from '../compute.ts';
import { blank, type Tensor } from '../tensor.ts';

/** Additions and multiplications charged for one activation: its exponential as a short polynomial, and a division. */
export const ACTIVATION_FLOPS = 16;

/** Applies an activation to every element; any shape. */
export function activate({ kernels, meter }: Compute, layer: string, activation: Activation, x: Tensor): Tensor {
  const y = blank(kernels.arena, x.shape);
  kernels.run(activationOperator, { activation, x: x.data, y: y.data });
  meter.digital('activation', layer, ACTIVATION_FLOPS * y.data.length, 8 * y.data.length);
  return y;
}

/** GEGLU: x [..., 2 C] -> [..., C], the first half times the GELU of the second. */
export function geglu({ kernels, meter }: Compute, layer: string, x: Tensor): Tensor {
  const width = x.shape[x.shape.length - 1]! / 2;
  const y = blank(kernels.arena, [...x.shape.slice(0, -1), width]);
  kernels.run(gegluOperator, { x: x.data, y: y.data, width });
  meter.digital('activation', layer, (ACTIVATION_FLOPS + 1) * y.data.length, 12 * y.data.length);
  return y;
}
