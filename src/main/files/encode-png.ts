import sharp from 'sharp';
import type { Pixels } from '../../shared/engine/engine-protocol.ts';

/**
 * PNG bytes of a picture; the same pixels give the same bytes.
 *
 * @param scale whole factor of enlargement, by a Lanczos-3 filter on premultiplied alpha; 1 keeps the painted pixels
 * @param background '#rrggbb' to compose the picture on, which removes alpha; null keeps alpha
 */
export async function encodePng(
  { width, height, channels, data }: Pixels,
  scale = 1,
  background: string | null = null,
): Promise<Buffer> {
  let image = sharp(data, { raw: { width, height, channels } });
  if (scale !== 1) image = image.resize(width * scale, height * scale, { kernel: 'lanczos3' });
  if (background !== null) image = image.flatten({ background });
  return image.png({ compressionLevel: 9, adaptiveFiltering: true, palette: false }).toBuffer();
}
