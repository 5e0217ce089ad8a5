import { type Gather, sharedInts } from '../kernels/gather.ts';
import type { ImageShape } from '../kernels/padding.ts';
import type { ConvGeometry } from './matrix-layer.ts';

/** Height and width of a convolution's output. */
export function convOutputSize(geometry: ConvGeometry, height: number, width: number): [height: number, width: number] {
  const { kernel, stride, pad } = geometry;
  return [
    Math.floor((height + pad.top + pad.bottom - kernel) / stride) + 1,
    Math.floor((width + pad.left + pad.right - kernel) / stride) + 1,
  ];
}

/**
 * The gather of a convolution over the image with its zero padding: one row per output pixel, in the order [batch, y,
 * x], and K = kernel * kernel * channels inputs in the order [ky, kx, channel]. The kernel pixels of one row lie side
 * by side in a channels-last image, so a tap is a whole kernel row: kernel taps of kernel * channels.
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
  const tapLength = kernel * channels;
  const reach = row === 0 ? 0 : rowStart[row - 1]! + tapStart[kernel - 1]! + tapLength;
  return { rowStart, tapStart, tapLength, reach };
}
