import sharp from 'sharp';
import type { Pixels } from '../../shared/engine/engine-protocol.ts';

/**
 * PNG bytes of a picture; the same pixels give the same bytes.
 *
 * @param scale whole factor by which to enlarge it, with a Lanczos-3 filter on premultiplied alpha (smooth, no blocks);
 *   the pixels that were painted are those of scale 1
 * @param background '#rrggbb' to lay behind it, which leaves no alpha; null leaves alpha as it is
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
