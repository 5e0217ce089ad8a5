import sharp from 'sharp';

/** Longest side of a thumbnail, pixels. */
const SIDE = 320;

/**
 * A small WebP of a PNG, with its alpha; a picture that is already small keeps its size.
 *
 * @param seconds time limit; 0: none
 * @throws Error from sharp when the pixels cannot be decoded, or that begins with 'timeout:'
 */
export function makeThumbnail(png: Buffer, seconds = 0): Promise<Buffer> {
  return sharp(png, { failOn: 'error' })
    .timeout({ seconds })
    .resize(SIDE, SIDE, { fit: 'inside', withoutEnlargement: true })
    .webp({ quality: 82, alphaQuality: 90, smartSubsample: true })
    .toBuffer();
}
