import type { Arena } from '../kernels/arena.ts';

/**
 * A dense float32 array with its shape, row-major, channels last: images are [batch, height, width, channels],
 * token sequences [batch, tokens, channels], so that a convolution's and a linear layer's rows are the same thing.
 */
export interface Tensor {
  readonly shape: readonly number[];
  readonly data: Float32Array;
}

/** A new tensor of zeros, in memory of its own. */
export function zeros(shape: readonly number[]): Tensor {
  return { shape, data: new Float32Array(new SharedArrayBuffer(4 * sizeOf(shape))) };
}

/** A tensor for the results of a kernel, its contents undefined, in memory that ends with the arena's scope. */
export function blank(arena: Arena, shape: readonly number[]): Tensor {
  return { shape, data: arena.floats(sizeOf(shape)) };
}

/** The same data under another shape. Throws if the sizes differ. */
export function reshape(tensor: Tensor, shape: readonly number[]): Tensor {
  if (sizeOf(shape) !== tensor.data.length) {
    throw new RangeError(`cannot view ${tensor.shape.join('x')} as ${shape.join('x')}`);
  }
  return { shape, data: tensor.data };
}

function sizeOf(shape: readonly number[]): number {
  let size = 1;
  for (const extent of shape) size *= extent;
  return size;
}
