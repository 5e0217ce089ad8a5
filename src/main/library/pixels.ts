import sharp from 'sharp';
import type { Pixels } from '../../shared/engine/engine-protocol.ts';
import { OhmbrushError } from '../../shared/errors.ts';
import type { LibraryContext } from './context.ts';
import { noPicture } from './no-picture.ts';

/**
 * The 8-bit pixels of a picture, straight alpha where it has alpha.
 *
 * @throws OhmbrushError 'not-found' (also when its file is gone) or 'bad-file'
 */
export async function pixelsOf({ sql, files }: LibraryContext, id: number): Promise<Pixels> {
  const hash = sql('SELECT hash FROM pictures WHERE id = ?').pluck().get(id) as string | undefined;
  if (hash === undefined) throw noPicture(id);
  const png = await files.read(hash);
  const { data, info } = await sharp(png)
    .toColourspace('srgb')
    .raw({ depth: 'uchar' })
    .toBuffer({ resolveWithObject: true })
    .catch((error: Error) => {
      throw new OhmbrushError('pixels-damaged', { id, why: error.message });
    });
  return { width: info.width, height: info.height, channels: info.channels as 3 | 4, data };
}
