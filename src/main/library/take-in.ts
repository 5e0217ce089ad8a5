import { rm, stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { readRegularFile } from '../../node/regular-file.ts';
import type { TakenIn } from '../../shared/contract/maintenance.ts';
import { cancelled, OhmbrushError } from '../../shared/errors.ts';
import { MOST_PNG_BYTES } from '../files/png-chunks.ts';
import { reasonOf } from '../files/reason-of.ts';
import type { LibraryContext } from './context.ts';
import { importFrom } from './import-png.ts';
import { hashOf } from './picture-files.ts';
import { olderDatabases } from './replace.ts';
import { salvageMarks } from './salvage.ts';

/**
 * Imports pictures from the folder `set-aside` again, with recipe, energy and date from their files, and stars, tags
 * and boards as far as an older database has them. A file leaves the folder once the library has the identical file;
 * damaged files and other files stay.
 *
 * @throws OhmbrushError 'unwritable' when the library cannot be written; 'cancelled'
 */
export async function takeIn(
  context: LibraryContext,
  onProgress: (done: number, total: number) => void,
  signal?: AbortSignal,
): Promise<TakenIn> {
  const paths = await context.setAside.list();
  // Kept until the import is done: after a crash, the marks of already imported pictures can still be copied.
  context.sql('UPDATE care SET salvage_after = coalesce(salvage_after, (SELECT max(id) FROM pictures), 0)').run();
  let taken = 0;
  let refused = 0;
  for (const [index, path] of paths.entries()) {
    if (signal?.aborted) throw cancelled();
    onProgress(index, paths.length);
    try {
      await takeFile(context, path);
      taken++;
    } catch (error) {
      if (!(error instanceof OhmbrushError) || !REFUSALS.has(error.code)) throw error;
      refused++;
    }
  }
  const since = context.sql('SELECT salvage_after FROM care').pluck().get() as number | null;
  const hasNew = context.sql('SELECT 1 FROM pictures WHERE id > ?').get(since) !== undefined;
  if (hasNew) await salvageMarks(context, await olderDatabases(context.folder), since ?? 0);
  context.sql('UPDATE care SET salvage_after = NULL').run();
  context.changed('library', 'pictures');
  return { taken, refused };
}

/** Errors that concern the file, not the library. */
const REFUSALS = new Set(['bad-file', 'too-much', 'not-found']);

async function takeFile(context: LibraryContext, path: string): Promise<void> {
  const { sql, files, setAside } = context;
  const bytes = await readRegularFile(path, MOST_PNG_BYTES).catch((error: Error) => {
    throw new OhmbrushError(
      'found-file-unreadable',
      { path, why: reasonOf(error) },
      {
        cause: error,
      },
    );
  });
  const { mtimeMs } = await stat(path);
  const { id } = await importFrom(context, bytes, basename(path), { source: 'found', modifiedAt: Math.round(mtimeMs) });
  const hash = sql('SELECT hash FROM pictures WHERE id = ?').pluck().get(id) as string;
  await files.readSound(hash);
  if (hash === hashOf(bytes)) await rm(path, { force: true });
  // The same picture from another painting: only this file has the date of that painting.
  else await setAside.putDuplicate(path);
}
