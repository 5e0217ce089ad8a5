import { lookAtClock } from './clock.ts';
import type { LibraryContext } from './context.ts';

/** How long the trash keeps a picture, milliseconds. */
const KEPT = 30 * 24 * 60 * 60 * 1000;

/** Pictures removed per transaction: on a full disk the log has little room. */
const AT_ONCE = 200;

/** In the trash for more than 30 days. Pictures that were trashed before the clock jumped also need a confirmation. */
const EXPIRED = 'trashed_at < ?';
const ASKED_FIRST = 'trashed_at <= (SELECT jumped_at FROM care)';

interface Ids {
  readonly ids: readonly number[];
}

export function trash(context: LibraryContext, { ids }: Ids): void {
  lookAtClock(context);
  context
    .sql('UPDATE pictures SET trashed_at = ? WHERE trashed_at IS NULL AND id IN (SELECT value FROM json_each(?))')
    .run(context.now(), JSON.stringify(ids));
  context.changed('pictures', 'boards');
}

/** Stars, tags and boards are restored with it, because the trash does not remove them. */
export function restore(context: LibraryContext, { ids }: Ids): void {
  // So that an older database is recognised as older: it would purge these pictures.
  lookAtClock(context);
  context
    .sql('UPDATE pictures SET trashed_at = NULL WHERE id IN (SELECT value FROM json_each(?))')
    .run(JSON.stringify(ids));
  context.changed('pictures', 'boards');
}

/** Deletes rows and files for good. Skips pictures that are not in the trash. */
export async function purge(context: LibraryContext, { ids }: Ids): Promise<void> {
  await purgeWhere(context, 'id IN (SELECT value FROM json_each(?))', JSON.stringify(ids));
}

/** Everything, whatever the clock says. */
export async function emptyTrash(context: LibraryContext): Promise<void> {
  await purgeWhere(context, 'TRUE');
}

/** Deletes what has been in the trash for more than 30 days and needs no confirmation. Returns the number deleted. */
export function purgeExpired(context: LibraryContext): Promise<number> {
  return purgeWhere(context, `${EXPIRED} AND NOT ${ASKED_FIRST}`, context.now() - KEPT);
}

/** Pictures whose 30 days are over only if the clock is right: they wait for the user's answer. */
export function countDoubtful({ sql, now }: LibraryContext): number {
  const count = sql(`SELECT count(*) FROM pictures WHERE ${EXPIRED} AND ${ASKED_FIRST}`).pluck();
  return count.get(now() - KEPT) as number;
}

/** The answer that they may be deleted. */
export async function purgeDoubtful(context: LibraryContext): Promise<void> {
  await purgeWhere(context, `${EXPIRED} AND ${ASKED_FIRST}`, context.now() - KEPT);
  context.changed('library');
}

/** The answer that the trash keeps them: for 30 days from now. */
export function keepDoubtful(context: LibraryContext): void {
  const { sql, now } = context;
  sql(`UPDATE pictures SET trashed_at = ? WHERE ${EXPIRED} AND ${ASKED_FIRST}`).run(now(), now() - KEPT);
  context.changed('pictures', 'library');
}

/**
 * Moves the files first, then deletes the rows, then the files: after a crash at any point, the rows tell the next
 * start whether the pictures were purged (`finishPurges`), so no file is deleted by mistake.
 */
function purgeWhere(context: LibraryContext, condition: string, ...values: unknown[]): Promise<number> {
  const { db, sql, files, lock } = context;
  const deleteIfTrashed = ({ id }: { id: number }): boolean => {
    if (sql('DELETE FROM pictures WHERE id = ? AND trashed_at IS NOT NULL').run(id).changes === 0) return false;
    sql('DELETE FROM prompt_search WHERE rowid = ?').run(id);
    return true;
  };
  return lock.add(async () => {
    let gone = 0;
    for (;;) {
      const rows = sql<{ id: number; hash: string }>(
        `SELECT id, hash FROM pictures WHERE trashed_at IS NOT NULL AND ${condition} LIMIT ${AT_ONCE}`,
      ).all(...values);
      if (rows.length === 0) break;
      const hashes = rows.map(({ hash }) => hash);
      let purged: string[];
      try {
        await files.moveToPurge(hashes);
        purged = db.transaction(() => rows.filter(deleteIfTrashed).map(({ hash }) => hash))();
      } catch (error) {
        await files.takeBack(hashes);
        throw error;
      }
      // Pictures that were restored from the trash meanwhile.
      await files.takeBack(hashes.filter((hash) => !purged.includes(hash)));
      await files.purge(purged);
      gone += purged.length;
      if (purged.length === 0) break;
    }
    if (gone > 0) context.changed('pictures', 'boards');
    return gone;
  });
}

/**
 * Completes an interrupted purge: pictures that still have a row were not purged and are restored, the others are
 * deleted.
 */
export async function finishPurges({ sql, files, setAside }: LibraryContext): Promise<void> {
  const known = sql('SELECT 1 FROM pictures WHERE hash = ?');
  const isKept = (hash: string) => known.get(hash) !== undefined;
  const hashes = await files.toPurge();
  await files.takeBack(hashes.filter(isKept));
  await files.purge(hashes.filter((hash) => !isKept(hash)));
  // Another file has taken the picture's place: one of the two may be damaged.
  for (const hash of await files.toPurge()) if (isKept(hash)) await setAside.put(files.purging(hash));
}
