import { open } from 'node:fs/promises';
import { readRegularFile } from '../../node/regular-file.ts';
import type { ExportLook, PictureSummary } from '../../shared/contract/pictures.ts';
import { OhmbrushError } from '../../shared/errors.ts';
import { phrase } from '../../shared/refusals.ts';
import { encodePng } from '../files/encode-png.ts';
import { MOST_PNG_BYTES } from '../files/png-chunks.ts';
import { carryText, stripPng } from '../files/png-text-chunks.ts';
import { reasonOf } from '../files/reason-of.ts';
import { hashOf } from '../library/picture-files.ts';
import type { ExportSource } from './source.ts';

/** 16384 x 16384: the largest painted size, enlarged eight times. More would not fit in memory. */
const MOST_PIXELS = 2 ** 28;

/**
 * The PNG of a picture as exported. At scale 1 and with its own background it is the library's file, byte for byte or
 * with its texts removed; otherwise it is encoded again, and the texts are copied unless they are to be left out.
 *
 * @throws OhmbrushError 'bad-size', 'not-found', 'bad-file'
 */
export async function pictureFile(
  pictures: ExportSource['library']['pictures'],
  { id, width, height, hasAlpha }: PictureSummary,
  { scale, background, stripRecipe }: ExportLook,
): Promise<Buffer> {
  const original = await readRegularFile(pathOf(pictures, id), MOST_PNG_BYTES).catch((error) => {
    throw unreadable(id, error);
  });
  const where = phrase('picture-number', { id });
  if (hashOf(original) !== pictures.file(id)?.hash) {
    throw new OhmbrushError('exported-file-damaged', { picture: where });
  }
  const filled = background !== 'transparent' && hasAlpha;
  if (scale === 1 && !filled) return stripRecipe ? stripPng(original, where) : original;

  if (width * height * scale ** 2 > MOST_PIXELS) {
    throw new OhmbrushError('enlarged-too-far', { width: width * scale, height: height * scale });
  }
  const png = await encodePng(await pictures.pixels(id), scale, filled ? background : null);
  return stripRecipe ? png : carryText(original, png, where);
}

/**
 * The size of a picture's file, after opening it to make sure that it can be read.
 *
 * @throws OhmbrushError 'not-found' or 'bad-file', naming the picture
 */
export async function pictureFileBytes(
  pictures: ExportSource['library']['pictures'],
  id: PictureSummary['id'],
): Promise<number> {
  try {
    // Permission bits are not reliable on every file system.
    const file = await open(pathOf(pictures, id));
    try {
      const stats = await file.stat();
      if (!stats.isFile()) throw new OhmbrushError('exported-file-unreadable', { id, why: phrase('not-a-file') });
      return stats.size;
    } finally {
      await file.close();
    }
  } catch (error) {
    throw unreadable(id, error);
  }
}

function pathOf(pictures: ExportSource['library']['pictures'], id: number): string {
  const file = pictures.file(id);
  if (!file) throw missing(id);
  return file.path;
}

function unreadable(id: number, error: unknown): OhmbrushError {
  if (error instanceof OhmbrushError) return error;
  if ((error as NodeJS.ErrnoException).code === 'ENOENT') return missing(id);
  return new OhmbrushError('exported-file-unreadable', { id, why: reasonOf(error) }, { cause: error });
}

function missing(id: number): OhmbrushError {
  return new OhmbrushError('exported-file-missing', { id });
}
