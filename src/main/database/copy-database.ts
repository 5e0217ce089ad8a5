import { rm } from 'node:fs/promises';
import Database from 'better-sqlite3';
import { reasonOf } from '../files/reason-of.ts';
import { isDamage } from './check-database.ts';
import type { Db } from './db.ts';
import { damagedDatabase, explainDatabaseError } from './explain-error.ts';

/** Pages that are copied before the studio may answer again. */
const PAGES_AT_ONCE = 200;

/**
 * Copies a database while it is in use, by SQLite's backup API: all of one moment, as one plain file that needs no log.
 *
 * @param path of the copy; what is there is replaced
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

/** A database with whatever SQLite keeps beside it. */
export async function removeDatabase(path: string): Promise<void> {
  for (const ending of ['', '-wal', '-shm', '-journal']) await rm(`${path}${ending}`, { force: true });
}

/** SQLite's mark of a write-ahead log would make even a reader write files beside the copy. */
function withoutLog(file: string): void {
  const db = new Database(file);
  try {
    db.pragma('journal_mode = DELETE');
  } finally {
    db.close();
  }
}
