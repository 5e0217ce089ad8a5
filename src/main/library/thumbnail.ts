import sharp from 'sharp';

/** Longest side of a thumbnail, pixels. */
const SIDE = 320;

/**
 * A small WebP of a PNG, with its alpha; a picture that is small already keeps its size.
 *
 * @throws Error from sharp when the pixels cannot be decoded
 */
export function makeThumbnail(png: Buffer): Promise<Buffer> {
  return sharp(png, { failOn: 'error' })
    .resize(SIDE, SIDE, { fit: 'inside', withoutEnlargement: true })
    .webp({ quality: 82, alphaQuality: 90, smartSubsample: true })
    .toBuffer();
}
