import type { Gather } from '../kernels/kernels.ts';
import { linearGather, padImage } from '../tensor/gather.ts';
import type { MatrixLayer } from '../tensor/matrix-layer.ts';
import type { Tensor } from '../tensor/tensor.ts';
import type { Product } from './product.ts';
import { quantizeRange, quantizeVectors } from './quantize.ts';
import type { Scratch } from './scratch.ts';

/** Activations as they drive the rows. */
export interface QuantizedInput {
  readonly data: Int8Array;
  readonly gather: Gather;
  /** [M] what one unit of a row's integers is worth. */
  readonly scale: Float32Array;
}

/**
 * One range per input vector; for a convolution one per patch, which writes the patches out as rows.
 * Throws where an activation is not finite.
 */
export function inputPerVector(
  layer: MatrixLayer,
  x: Tensor,
  product: Product,
  bits: number,
  scratch: Scratch,
): QuantizedInput {
  const source = product.image && layer.conv ? padImage(x.data, product.image, layer.conv.pad) : x.data;
  const data = scratch.activations(product.rows * layer.inputs);
  const scale = scratch.rowScale(product.rows);
  quantizeVectors(source, product.gather, layer.inputs, bits, layer.name, data, scale);
  return { data, gather: product.image ? linearGather(product.rows, layer.inputs) : product.gather, scale };
}

/** One range for the whole tensor: a convolution's image is quantized once and read through the gather. */
export function inputInRange(
  layer: MatrixLayer,
  x: Tensor,
  product: Product,
  bits: number,
  limit: number,
  scratch: Scratch,
): QuantizedInput {
  const integers = scratch.activations(x.data.length);
  const scale = scratch.rowScale(product.rows);
  scale.fill(quantizeRange(x.data, 0, x.data.length, Math.fround(limit), bits, integers, 0));
  const data = product.image && layer.conv ? padImage(integers, product.image, layer.conv.pad) : integers;
  return { data, gather: product.gather, scale };
}
