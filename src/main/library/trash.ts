import type { LibraryContext } from './context.ts';

/** How long the trash keeps a picture, milliseconds. */
const KEPT = 30 * 24 * 60 * 60 * 1000;

export function trash(context: LibraryContext, ids: readonly number[]): void {
  context
    .sql('UPDATE pictures SET trashed_at = ? WHERE trashed_at IS NULL AND id IN (SELECT value FROM json_each(?))')
    .run(context.now(), JSON.stringify(ids));
  context.changed('pictures', 'boards');
}

/** Stars, tags and boards come back with it: the trash took nothing away. */
export function restore(context: LibraryContext, ids: readonly number[]): void {
  context
    .sql('UPDATE pictures SET trashed_at = NULL WHERE id IN (SELECT value FROM json_each(?))')
    .run(JSON.stringify(ids));
  context.changed('pictures', 'boards');
}

/** For good: rows and files. Passes over what is not in the trash. */
export async function purge(context: LibraryContext, ids: readonly number[]): Promise<void> {
  await purgeWhere(context, 'id IN (SELECT value FROM json_each(?))', JSON.stringify(ids));
}

export async function emptyTrash(context: LibraryContext): Promise<void> {
  await purgeWhere(context, 'trashed_at <= ?', context.now());
}

/** What has been in the trash for more than 30 days. Returns how many went. */
export function purgeExpired(context: LibraryContext): Promise<number> {
  return purgeWhere(context, 'trashed_at < ?', context.now() - KEPT);
}

function purgeWhere(context: LibraryContext, condition: string, value: unknown): Promise<number> {
  const { db, sql, lock } = context;
  return lock(async () => {
    const gone = db.transaction(() => {
      const rows = sql<{ id: number; hash: string }>(
        `SELECT id, hash FROM pictures WHERE trashed_at IS NOT NULL AND ${condition}`,
      ).all(value);
      for (const { id, hash } of rows) {
        sql('INSERT OR IGNORE INTO doomed_files (hash) VALUES (?)').run(hash);
        sql('DELETE FROM prompt_search WHERE rowid = ?').run(id);
        sql('DELETE FROM pictures WHERE id = ?').run(id);
      }
      return rows.length;
    })();
    await removeDoomedFiles(context);
    if (gone > 0) context.changed('pictures', 'boards');
    return gone;
  });
}

/** Removes the files of what was purged, now or before a crash, unless a picture has come back to the same file. */
export async function removeDoomedFiles({ sql, files }: LibraryContext): Promise<void> {
  sql('DELETE FROM doomed_files WHERE hash IN (SELECT hash FROM pictures)').run();
  for (const hash of sql('SELECT hash FROM doomed_files').pluck().all() as string[]) {
    await files.remove(hash);
  }
  sql('DELETE FROM doomed_files').run();
}
