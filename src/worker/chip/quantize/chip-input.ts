import type { KernelPool } from '../../kernels/kernels.ts';
import { quantizeImage } from '../../kernels/operators/quantize-image.ts';
import { type ImageShape, type Padding, paddedLength } from '../../kernels/padding.ts';
import type { LayerMatmul } from '../../tensor/matmul.ts';
import type { MatrixLayer } from '../../tensor/matrix-layer.ts';
import { paddedInput } from '../../tensor/padded-input.ts';
import type { Tensor } from '../../tensor/tensor.ts';
import { largestOf } from './largest-of.ts';
import { notFinite } from './quantize.ts';
import { signedMax } from './signed-max.ts';

/** Activations as a product's gather reads them. */
export interface ChipInput {
  /** Float32 where the kernels quantize every row to a range of its own. */
  readonly data: Float32Array | Int8Array;
  /** What one unit of an integer is worth; of float32 activations 1, as each row has its own scale. */
  readonly scale: number;
}

const noPadding: Padding = { top: 0, left: 0, bottom: 0, right: 0 };

/**
 * One range per input vector (for a convolution: per patch). The image of a convolution is padded, the rest is left to
 * the kernels.
 */
export function inputPerVector(pool: KernelPool, layer: MatrixLayer, x: Tensor, product: LayerMatmul): ChipInput {
  return { data: paddedInput(pool, layer, x, product), scale: 1 };
}

/**
 * One range for the whole tensor, in one pass over it.
 * @throws OhmbrushError 'bad-model' where an activation is not finite
 */
export function inputInRange(
  pool: KernelPool,
  layer: MatrixLayer,
  x: Tensor,
  product: LayerMatmul,
  bits: number,
  range: number,
): ChipInput {
  const limit = Math.fround(range);
  const pad = layer.conv?.pad ?? noPadding;
  const shape: ImageShape = product.image ?? [1, 1, 1, x.data.length];
  const quantized = pool.arena.bytes(paddedLength(shape, pad));
  const { nonFinite } = pool.run(quantizeImage, { image: x.data, shape, pad, limit, bits, quantized });
  if (nonFinite > 0) throw notFinite(layer.name, 'input');
  const qMax = signedMax(bits);
  // A range that float32 cannot invert counts as 0, as it does in the kernels.
  const scale = Math.fround(qMax / limit) < Infinity ? Math.fround(limit / qMax) : 0;
  return { data: quantized, scale };
}

/**
 * The largest |x| of a tensor.
 * @throws OhmbrushError 'bad-model' where an activation is not finite
 */
export function largestInput(pool: KernelPool, layer: MatrixLayer, x: Tensor): number {
  const largest = largestOf(pool, x.data);
  if (Number.isNaN(largest)) throw notFinite(layer.name, 'input');
  return largest;
}
