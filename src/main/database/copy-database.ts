import { rm } from 'node:fs/promises';
import Database from 'better-sqlite3';
import { reasonOf } from '../files/reason-of.ts';
import { isDamage } from './check-database.ts';
import type { Db } from './db.ts';
import { damagedDatabase, explainDatabaseError } from './explain-error.ts';

/** Pages copied per step; between steps the studio can answer calls. */
const PAGES_AT_ONCE = 200;

/**
 * Copies a database while it is in use, by SQLite's backup API: one consistent state, as one plain file without a
 * write-ahead log.
 *
 * @param path of the copy; an existing file is replaced
 * @param onProgress called with pages copied and in all
 * @throws OhmbrushError 'bad-library' or 'unwritable', with nothing left at `path`
 */
export async function copyDatabase(
  db: Db,
  path: string,
  onProgress?: (done: number, total: number) => void,
): Promise<void> {
  await removeDatabase(path);
  try {
    await db.backup(path, {
      progress({ totalPages, remainingPages }) {
        onProgress?.(totalPages - remainingPages, totalPages);
        return PAGES_AT_ONCE;
      },
    });
    withoutLog(path);
  } catch (error) {
    await removeDatabase(path).catch(() => {});
    if (isDamage(error)) throw damagedDatabase(db.name, reasonOf(error));
    throw explainDatabaseError(error, path);
  }
}

/** A database file together with the files that SQLite keeps beside it. */
export async function removeDatabase(path: string): Promise<void> {
  for (const ending of ['', '-wal', '-shm', '-journal']) await rm(`${path}${ending}`, { force: true });
}

/** With SQLite's write-ahead-log mark, even a reader would write files beside the copy. */
function withoutLog(file: string): void {
  const db = new Database(file);
  try {
    db.pragma('journal_mode = DELETE');
  } finally {
    db.close();
  }
}
