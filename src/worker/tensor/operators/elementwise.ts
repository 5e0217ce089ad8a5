import { add as addOperator } from '../../kernels/operators/add.ts';
import type { Compute } from '../compute.ts';
import { blank, type Tensor } from '../tensor.ts';

/** a + b, of one shape. */
export function add({ kernels, meter }: Compute, layer: string, a: Tensor, b: Tensor): Tensor {
  const sum = blank(kernels.arena, a.shape);
  kernels.run(addOperator, { a: a.data, b: b.data, sum: sum.data });
  meter.digital('elementwise', layer, sum.data.length, 12 * sum.data.length);
  return sum;
}
