import { rm, stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { readRegularFile } from '../../node/regular-file.ts';
import type { TakenIn } from '../../shared/contract/maintenance.ts';
import { cancelled, OhmbrushError } from '../../shared/errors.ts';
import { MOST_PNG_BYTES } from '../files/png-chunks.ts';
import type { LibraryContext } from './context.ts';
import { importFrom } from './import-png.ts';
import { hashOf } from './picture-files.ts';
import { olderDatabases } from './replace.ts';
import { salvageMarks } from './salvage.ts';

/**
 * Takes pictures of the folder `set-aside` back into the library, with recipe, energy and date as their files tell, and
 * with stars, tags and boards as far as an older database has them. A file leaves the folder when the library has it,
 * byte for byte; what is no picture, or damaged, stays.
 *
 * @throws OhmbrushError 'unwritable' when the library cannot be written; 'cancelled'
 */
export async function takeIn(
  context: LibraryContext,
  onProgress: (done: number, total: number) => void,
  signal?: AbortSignal,
): Promise<TakenIn> {
  const paths = await context.setAside.list();
  // Kept until it is done: a crash in between must not cost the marks of what was taken in before it.
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

/** What says something about the file, and not about the library. */
const REFUSALS = new Set(['bad-file', 'too-much', 'not-found']);

async function takeFile(context: LibraryContext, path: string): Promise<void> {
  const { sql, files, setAside } = context;
  const bytes = await readRegularFile(path, MOST_PNG_BYTES).catch((error: Error) => {
    throw new OhmbrushError('bad-file', `${path} cannot be read (${error.message})`, 'Look at it yourself', {
      cause: error,
    });
  });
  const { mtimeMs } = await stat(path);
  const { id } = await importFrom(context, bytes, basename(path), { source: 'found', modifiedAt: Math.round(mtimeMs) });
  const hash = sql('SELECT hash FROM pictures WHERE id = ?').pluck().get(id) as string;
  await files.readSound(hash);
  if (hash === hashOf(bytes)) await rm(path, { force: true });
  // The same picture from another painting: only this file says when that was.
  else await setAside.putDuplicate(path);
}
