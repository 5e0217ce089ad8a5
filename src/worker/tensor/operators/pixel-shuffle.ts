import type { ImageShape } from '../../kernels/padding.ts';
import type { Compute } from '../compute.ts';
import { blank, type Tensor } from '../tensor.ts';

/**
 * PyTorch's pixel_unshuffle, every patch of an image to one position: [batch, height, width, C] -> [batch, height / side,
 * width / side, C * side^2]. Channel (c * side + row) * side + column holds the patch's pixel at that row and column.
 */
export function pixelUnshuffle({ kernels, meter }: Compute, layer: string, image: Tensor, side: number): Tensor {
  const [batch, height, width, channels] = image.shape as ImageShape;
  const patches = blank(kernels.arena, [batch, height / side, width / side, channels * side ** 2]);
  eachPixelOfPatches(image.shape as ImageShape, side, (pixel, first, step) => {
    for (let c = 0; c < channels; c++) patches.data[first + c * step] = image.data[pixel + c]!;
  });
  meter.digital('elementwise', layer, 0, 8 * image.data.length);
  return patches;
}

/** PyTorch's pixel_shuffle, the way back: [batch, height, width, C * side^2] -> [batch, side * height, side * width, C]. */
export function pixelShuffle({ kernels, meter }: Compute, layer: string, patches: Tensor, side: number): Tensor {
  const [batch, height, width, values] = patches.shape as ImageShape;
  const channels = values / side ** 2;
  const image = blank(kernels.arena, [batch, side * height, side * width, channels]);
  eachPixelOfPatches(image.shape as ImageShape, side, (pixel, first, step) => {
    for (let c = 0; c < channels; c++) image.data[pixel + c] = patches.data[first + c * step]!;
  });
  meter.digital('elementwise', layer, 0, 8 * patches.data.length);
  return image;
}

/** For each pixel of the image: where its channels begin, where the first of them lies among the patches, and the step to the next. */
function eachPixelOfPatches(
  [batch, height, width, channels]: ImageShape,
  side: number,
  visit: (pixel: number, first: number, step: number) => void,
): void {
  const step = side ** 2;
  const values = channels * step;
  let pixel = 0;
  for (let row = 0; row < batch * height; row++) {
    const line = Math.floor(row / side) * (width / side);
    for (let column = 0; column < width; column++, pixel += channels) {
      const position = line + Math.floor(column / side);
      visit(pixel, position * values + (row % side) * side + (column % side), step);
    }
  }
}
