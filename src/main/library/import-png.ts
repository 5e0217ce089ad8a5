import type { Imported } from '../../shared/contract/pictures.ts';
import type { LibraryContext } from './context.ts';
import { insertPicture } from './insert-picture.ts';
import { savePicture } from './save-picture.ts';

/**
 * Origin of a picture: a stranger, this program's own files, or the library's own folder, whose painting notes are
 * trusted.
 */
type PictureOrigin =
  | { readonly source: 'imported' | 'bundled' }
  | { readonly source: 'found' /** Of the file, milliseconds since 1970. */; readonly modifiedAt: number };

/**
 * Adds a PNG from outside to the library, unchanged, with the information in its text chunks.
 *
 * @param fileName what to call it in an error
 * @throws OhmbrushError 'bad-file': not a PNG, damaged, or too large
 */
export function importPng(
  context: LibraryContext,
  bytes: Buffer,
  fileName: string,
  source: 'imported' | 'bundled' = 'imported',
): Promise<Imported> {
  return importFrom(context, bytes, fileName, { source });
}

/**
 * The same for any origin.
 *
 * @param fileName what to call it in an error
 * @throws OhmbrushError as PictureReader.read does
 */
export async function importFrom(
  context: LibraryContext,
  bytes: Buffer,
  fileName: string,
  origin: PictureOrigin,
): Promise<Imported> {
  const {
    painting: noted,
    contentHash,
    thumbnail,
    knows,
    said,
    unread,
    ...size
  } = await context.reader.read(bytes, fileName);
  const painting = origin.source === 'found' ? noted : null;
  const picture = { png: bytes, thumbnail: Buffer.from(thumbnail), contentHash };
  const kept = await savePicture(context, picture, {
    add: (hash) =>
      insertPicture(context, {
        ...said,
        ...NOT_PAINTED_HERE,
        createdAt: origin.source === 'found' ? origin.modifiedAt : context.now(),
        ...painting,
        source: painting ? 'painted' : origin.source === 'bundled' ? 'bundled' : 'imported',
        hash,
        ...size,
      }),
  });
  if (kept.outcome !== 'existing')
    context.changed('pictures', ...(kept.outcome === 'restored' ? ['boards' as const] : []));
  return { ...kept, knows, unread };
}

const NOT_PAINTED_HERE = { energy: null, seconds: null, preparationSeconds: null, backend: null, threads: null };
