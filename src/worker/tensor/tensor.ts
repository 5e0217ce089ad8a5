/**
 * A dense float32 array with its shape, row-major, channels last: images are [batch, height, width, channels],
 * token sequences [batch, tokens, channels], so that a convolution's and a linear layer's rows are the same thing.
 * Data lives in shared memory, so that kernel threads read and write it without a copy.
 */
export interface Tensor {
  readonly shape: readonly number[];
  readonly data: Float32Array;
}

/** A new tensor of zeros. */
export function zeros(shape: readonly number[]): Tensor {
  const size = shape.reduce((product, extent) => product * extent, 1);
  return { shape, data: new Float32Array(new SharedArrayBuffer(size * 4)) };
}

/** The same data under another shape. Throws if the sizes differ. */
export function reshape(tensor: Tensor, shape: readonly number[]): Tensor {
  const size = shape.reduce((product, extent) => product * extent, 1);
  if (size !== tensor.data.length) throw new RangeError(`cannot view ${tensor.shape.join('x')} as ${shape.join('x')}`);
  return { shape, data: tensor.data };
}
