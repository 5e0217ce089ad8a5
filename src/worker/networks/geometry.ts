import type { ConvGeometry } from '../tensor/matrix-layer.ts';

/** A convolution that keeps the image's size: odd kernel, stride 1. */
export function sameSize(kernel: number): ConvGeometry {
  const pad = (kernel - 1) / 2;
  return { kernel, stride: 1, pad: { top: pad, left: pad, bottom: pad, right: pad } };
}

/** Halves an image with a 3 x 3 kernel, padded on all sides as the UNet does. */
export const HALVE_PADDED: ConvGeometry = { kernel: 3, stride: 2, pad: { top: 1, left: 1, bottom: 1, right: 1 } };

/** Halves an image with a 3 x 3 kernel, padded at the bottom and right only, as the autoencoder does. */
export const HALVE_BOTTOM_RIGHT: ConvGeometry = { kernel: 3, stride: 2, pad: { top: 0, left: 0, bottom: 1, right: 1 } };
