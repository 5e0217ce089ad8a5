import type { Pixels } from '../../shared/engine/engine-protocol.ts';
import type { Tensor } from '../tensor/tensor.ts';

/**
 * The decoder's image [1, H, W, 3 or 4] in [-1, 1] as 8-bit pixels. Four channels are colour premultiplied by alpha,
 * the form in which an autoencoder of pictures with transparency is trained (a blend of two such pictures has no dark
 * fringe); files want straight alpha.
 */
export function toPixels(image: Tensor): Pixels {
  const [, height, width, channels] = image.shape as [number, number, number, 3 | 4];
  const data = new Uint8Array(width * height * channels);
  for (let i = 0; i < data.length; i += channels) {
    const alpha = channels === 4 ? unit(image.data[i + 3]!) : 1;
    for (let c = 0; c < 3; c++) {
      data[i + c] = alpha > 0 ? Math.round(Math.min(1, unit(image.data[i + c]!) / alpha) * 255) : 0;
    }
    if (channels === 4) data[i + 3] = Math.round(alpha * 255);
  }
  return { width, height, channels, data };
}

/** [-1, 1] to [0, 1], clipped. */
function unit(value: number): number {
  return Math.min(1, Math.max(0, (value + 1) / 2));
}
