import sharp from 'sharp';
import type { Imported } from '../../shared/contract/pictures.ts';
import { OhmbrushError } from '../../shared/errors.ts';
import { type PngChunk, readPngChunks } from '../files/png-chunks.ts';
import { readPainting, withoutPainting } from '../files/png-painting.ts';
import { readRecipe } from '../files/png-recipe.ts';
import { findText } from '../files/png-text.ts';
import { readA1111Parameters } from '../files/read-a1111-parameters.ts';
import { addPicture, fromRecipe } from './add-picture.ts';
import type { LibraryContext } from './context.ts';
import { keepPicture } from './keep-picture.ts';
import { hashOf } from './picture-files.ts';
import { makeThumbnail } from './thumbnail.ts';

/** Far more than a picture painted here, even enlarged; bounds on the memory that a file may claim. */
export const MOST_BYTES = 128 * 1024 * 1024;
const MOST_PIXELS = 64 * 1024 * 1024;

/**
 * Where a picture comes from: a stranger, this program's own files, or the library's own folder, where what it notes of its
 * painting is believed.
 */
export type PictureOrigin =
  | { readonly source: 'imported' | 'bundled' }
  | { readonly source: 'found' /** Of the file, milliseconds since 1970. */; readonly modifiedAt: number };

/**
 * Keeps a PNG as it is, with what its text chunks tell.
 *
 * @param fileName what to call it in an error
 * @throws OhmbrushError 'bad-file': not a PNG, damaged, or too large
 */
export async function importPng(
  context: LibraryContext,
  bytes: Buffer,
  fileName: string,
  origin: PictureOrigin,
): Promise<Imported> {
  if (bytes.length > MOST_BYTES) {
    throw refused(`${fileName} is larger than ${MOST_BYTES / 1024 / 1024} MB`, 'Give a smaller copy of it');
  }
  const chunks = readChunks(bytes, fileName);
  const { width, height, hasAlpha } = await sizeOf(bytes, fileName);
  const thumbnail = await makeThumbnail(bytes).catch((error: Error) => {
    throw refused(`${fileName} is damaged: its pixels cannot be decoded (${error.message})`, UNDAMAGED);
  });
  const { knows, said } = whatItSays(bytes, chunks, fileName);
  const painting = origin.source === 'found' ? readPainting(chunks) : null;
  const contentHash = hashOf(withoutPainting(bytes));
  const kept = await keepPicture(
    context,
    { png: bytes, thumbnail, contentHash },
    {
      add: (hash) =>
        addPicture(context, {
          ...said,
          ...NOT_PAINTED_HERE,
          createdAt: origin.source === 'found' ? origin.modifiedAt : context.now(),
          ...painting,
          source: painting ? 'painted' : origin.source === 'bundled' ? 'bundled' : 'imported',
          hash,
          width,
          height,
          hasAlpha,
        }),
    },
  );
  if (kept.outcome !== 'existing')
    context.changed('pictures', ...(kept.outcome === 'restored' ? ['boards' as const] : []));
  return { ...kept, knows };
}

const NOT_PAINTED_HERE = { energy: null, seconds: null, preparationSeconds: null, backend: null, threads: null };

const UNDAMAGED = 'Give an undamaged PNG; other kinds of pictures have to be saved as PNG first';

function readChunks(bytes: Buffer, fileName: string): PngChunk[] {
  try {
    return readPngChunks(bytes, fileName);
  } catch (error) {
    throw refused((error as Error).message, UNDAMAGED);
  }
}

async function sizeOf(bytes: Buffer, fileName: string) {
  const { width, height, hasAlpha } = await sharp(bytes, { limitInputPixels: false })
    .metadata()
    .catch((error: Error) => {
      throw refused(`${fileName} is damaged (${error.message})`, UNDAMAGED);
    });
  if (width * height > MOST_PIXELS) {
    throw refused(
      `${fileName} has ${width} x ${height} pixels, more than the ${MOST_PIXELS / 1024 / 1024} million that Ohmbrush takes`,
      'Give a smaller copy of it',
    );
  }
  return { width, height, hasAlpha };
}

/** Our recipe, else other tools' parameters (also where a newer Ohmbrush wrote a recipe that this one cannot read). */
function whatItSays(bytes: Buffer, chunks: readonly PngChunk[], fileName: string) {
  try {
    return { knows: 'recipe', said: fromRecipe(readRecipe(bytes, fileName)) } as const;
  } catch {
    const text = findText(chunks, 'parameters');
    const said = { recipe: null, chipName: null, ...readA1111Parameters(text ?? '') };
    return { knows: text === undefined ? 'nothing' : 'parameters', said } as const;
  }
}

function refused(what: string, todo: string): OhmbrushError {
  return new OhmbrushError('bad-file', what, todo);
}
