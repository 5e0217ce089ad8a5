import type { Gather } from '../kernels/kernels.ts';
import type { ConvGeometry } from './matrix-layer.ts';

/** Whatever an image may hold on its way into a product: float32, or quantized activations. */
export type Samples = Float32Array | Int8Array;

/** Size of an image [batch, height, width, channels]. */
export type ImageShape = readonly [batch: number, height: number, width: number, channels: number];

/** The gather of a linear layer: row m of x [rows, k] is x[m * k ...]. */
export function linearGather(rows: number, k: number): Gather {
  const rowStart = sharedInts(rows);
  for (let m = 0; m < rows; m++) rowStart[m] = m * k;
  return { rowStart, tapStart: sharedInts(1), tapLength: k };
}

/** Height and width of a convolution's output. */
export function convOutputSize(geometry: ConvGeometry, height: number, width: number): [height: number, width: number] {
  const { kernel, stride, pad } = geometry;
  return [
    Math.floor((height + pad.top + pad.bottom - kernel) / stride) + 1,
    Math.floor((width + pad.left + pad.right - kernel) / stride) + 1,
  ];
}

/**
 * The gather of a convolution over the zero-padded image that `padImage` makes: one row per output pixel, in the order
 * [batch, y, x], and K = kernel * kernel * channels inputs in the order [ky, kx, channel]. The kernel pixels of one row lie
 * side by side in a channels-last image, so a tap is a whole kernel row: kernel taps of kernel * channels.
 *
 * @param shape of the image before padding
 */
export function convGather(geometry: ConvGeometry, shape: ImageShape): Gather {
  const [batch, height, width, channels] = shape;
  const { kernel, stride, pad } = geometry;
  const [outHeight, outWidth] = convOutputSize(geometry, height, width);
  const lineLength = (width + pad.left + pad.right) * channels;
  const imageLength = (height + pad.top + pad.bottom) * lineLength;
  const rowStart = sharedInts(batch * outHeight * outWidth);
  let row = 0;
  for (let b = 0; b < batch; b++) {
    for (let y = 0; y < outHeight; y++) {
      const line = b * imageLength + y * stride * lineLength;
      for (let x = 0; x < outWidth; x++) rowStart[row++] = line + x * stride * channels;
    }
  }
  const tapStart = sharedInts(kernel);
  for (let ky = 0; ky < kernel; ky++) tapStart[ky] = ky * lineLength;
  return { rowStart, tapStart, tapLength: kernel * channels };
}

/**
 * A copy of a channels-last image with zeros around it, in shared memory; the image itself where no padding is asked for.
 * Zero is zero in float32 as well as in quantized activations.
 */
export function padImage<T extends Samples>(data: T, shape: ImageShape, pad: ConvGeometry['pad']): T {
  if (pad.top === 0 && pad.left === 0 && pad.bottom === 0 && pad.right === 0) return data;
  const [batch, height, width, channels] = shape;
  const line = width * channels;
  const paddedLine = (width + pad.left + pad.right) * channels;
  const paddedHeight = height + pad.top + pad.bottom;
  const padded = sharedLike(data, batch * paddedHeight * paddedLine);
  for (let b = 0; b < batch; b++) {
    for (let y = 0; y < height; y++) {
      const from = (b * height + y) * line;
      padded.set(data.subarray(from, from + line), (b * paddedHeight + y + pad.top) * paddedLine + pad.left * channels);
    }
  }
  return padded;
}

function sharedInts(length: number): Int32Array {
  return new Int32Array(new SharedArrayBuffer(length * 4));
}

function sharedLike<T extends Samples>(data: T, length: number): T {
  const buffer = new SharedArrayBuffer(length * data.BYTES_PER_ELEMENT);
  return (data instanceof Float32Array ? new Float32Array(buffer) : new Int8Array(buffer)) as T;
}
