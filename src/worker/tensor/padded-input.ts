import type { KernelPool } from '../kernels/kernels.ts';
import { padImage } from '../kernels/operators/pad-image.ts';
import { paddedLength } from '../kernels/padding.ts';
import type { LayerMatmul } from './matmul.ts';
import type { MatrixLayer } from './matrix-layer.ts';
import type { Tensor } from './tensor.ts';

/**
 * Activations as a product's gather reads them: a convolution's image with zeros around it, from the arena; x itself
 * where there is no padding.
 */
export function paddedInput(pool: KernelPool, layer: MatrixLayer, x: Tensor, { image }: LayerMatmul): Float32Array {
  const pad = layer.conv?.pad;
  if (!image || !pad || (pad.top === 0 && pad.left === 0 && pad.bottom === 0 && pad.right === 0)) return x.data;
  const padded = pool.arena.floats(paddedLength(image, pad));
  pool.run(padImage, { image: x.data, shape: image, pad, padded });
  return padded;
}
