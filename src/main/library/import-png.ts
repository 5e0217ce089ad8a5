import type { Imported } from '../../shared/contract/pictures.ts';
import { addPicture } from './add-picture.ts';
import type { LibraryContext } from './context.ts';
import { keepPicture } from './keep-picture.ts';

/**
 * Keeps a PNG as it is, with what its text chunks tell.
 *
 * @param fileName what to call it in an error
 * @throws OhmbrushError as PictureReader.read does
 */
export async function importPng(
  context: LibraryContext,
  bytes: Buffer,
  fileName: string,
  source: 'imported' | 'bundled',
): Promise<Imported> {
  const { width, height, hasAlpha, thumbnail, knows, said } = await context.reader.read(bytes, fileName);
  const kept = await keepPicture(context, bytes, Buffer.from(thumbnail), {
    add: (hash) =>
      addPicture(context, {
        ...said,
        hash,
        source,
        createdAt: context.now(),
        width,
        height,
        hasAlpha,
        energy: null,
        seconds: null,
        preparationSeconds: null,
        backend: null,
        threads: null,
      }),
  });
  if (kept.outcome !== 'existing')
    context.changed('pictures', ...(kept.outcome === 'restored' ? ['boards' as const] : []));
  return { ...kept, knows };
}
