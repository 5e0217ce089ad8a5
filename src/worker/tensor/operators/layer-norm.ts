import { layerNorm as layerNormOperator } from '../../kernels/operators/layer-norm.ts';
import type { Compute } from '../compute.ts';
import { blank, type Tensor } from '../tensor.ts';
import type { Norm } from './group-norm.ts';

/** Layer normalisation of x [..., C] over its last dimension. */
export function layerNorm({ kernels, meter }: Compute, norm: Norm, x: Tensor): Tensor {
  const y = blank(kernels.arena, x.shape);
  kernels.run(layerNormOperator, { x: x.data, weight: norm.weight, bias: norm.bias, eps: norm.eps, y: y.data });
  meter.digital('norm', norm.name, 8 * x.data.length, 16 * x.data.length);
  return y;
}
