import sharp from 'sharp';
import type { Pixels } from '../../shared/engine-protocol.ts';

/**
 * PNG bytes of a picture; the same pixels give the same bytes.
 *
 * @param scale whole factor by which to enlarge it, with a Lanczos-3 filter on premultiplied alpha (smooth, no blocks);
 *   the pixels that were painted are those of scale 1
 */
export async function encodePng({ width, height, channels, data }: Pixels, scale = 1): Promise<Buffer> {
  let image = sharp(data, { raw: { width, height, channels } });
  if (scale !== 1) image = image.resize(width * scale, height * scale, { kernel: 'lanczos3' });
  return image.png({ compressionLevel: 9, adaptiveFiltering: true, palette: false }).toBuffer();
}
