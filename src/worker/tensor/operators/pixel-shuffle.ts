import type { ImageShape } from '../../kernels/padding.ts';
import type { Compute } from '../compute.ts';
import { blank, type Tensor } from '../tensor.ts';

/**
 * PyTorch's pixel_unshuffle, every patch of an image to one position: [batch, height, width, C] -> [batch, height /
 * side, width / side, C * side^2]. Channel (c * side + row) * side + column holds the patch's pixel at that row and
 * column.
 */
export function pixelUnshuffle({ kernels, meter }: Compute, layer: string, image: Tensor, side: number): Tensor {
  const [batch, height, width, channels] = image.shape as ImageShape;
  const patches = blank(kernels.arena, [batch, height / side, width / side, channels * side ** 2]);
  const [from, to] = [image.data, patches.data];
  eachLine(image.shape as ImageShape, side, (i, iStep, p, pStep, count) => {
    for (let n = 0; n < count; n++, i += iStep, p += pStep) to[p] = from[i]!;
  });
  meter.digital('elementwise', layer, 0, 8 * image.data.length);
  return patches;
}

/**
 * PyTorch's pixel_shuffle, the way back: [batch, height, width, C * side^2] -> [batch, side * height, side * width, C].
 */
export function pixelShuffle({ kernels, meter }: Compute, layer: string, patches: Tensor, side: number): Tensor {
  const [batch, height, width, values] = patches.shape as ImageShape;
  const image = blank(kernels.arena, [batch, side * height, side * width, values / side ** 2]);
  const [from, to] = [patches.data, image.data];
  eachLine(image.shape as ImageShape, side, (i, iStep, p, pStep, count) => {
    for (let n = 0; n < count; n++, i += iStep, p += pStep) to[i] = from[p]!;
  });
  meter.digital('elementwise', layer, 0, 8 * image.data.length);
  return image;
}

/**
 * Visits every channel of every column of patches, row by row of the image: where its first value lies in the image and
 * among the patches, how far it is to the next in each, and how many there are.
 */
function eachLine(
  [batch, height, width, channels]: ImageShape,
  side: number,
  visit: (image: number, imageStep: number, patches: number, patchesStep: number, count: number) => void,
): void {
  const count = width / side;
  const values = channels * side ** 2;
  for (let row = 0; row < batch * height; row++) {
    const position = Math.floor(row / side) * count;
    for (let column = 0; column < side; column++) {
      for (let c = 0; c < channels; c++) {
        const channel = (c * side + (row % side)) * side + column;
        visit((row * width + column) * channels + c, side * channels, position * values + channel, values, count);
      }
    }
  }
}
