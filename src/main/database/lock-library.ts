import { realpathSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { isDamage } from './check-database.ts';
import { explainDatabaseError } from './explain-error.ts';

export interface LibraryLock {
  release(): void;
}

/** Locks held by this process. It may hold one several times, for example while a database is closed and reopened. */
const held = new Map<string, { db: Database.Database; times: number }>();

/**
 * Keeps every other process away from a library's folder, also while its database is damaged or being replaced. The
 * lock is SQLite's lock on a separate empty database, which the system releases when the process ends, even in a crash:
 * no stale lock file is possible. This process may take the lock again.
 *
 * @throws OhmbrushError 'library-in-use' or 'unwritable'
 */
export function lockLibrary(folder: string): LibraryLock {
  const file = join(realpathSync(folder), 'library.lock');
  let lock = held.get(file);
  if (!lock) {
    lock = { db: takeLock(file), times: 0 };
    held.set(file, lock);
  }
  const own = lock;
  own.times++;
  let released = false;
  return {
    release() {
      if (released) return;
      released = true;
      own.times--;
      if (own.times > 0) return;
      held.delete(file);
      own.db.close();
    },
  };
}

function takeLock(file: string, isFresh = false): Database.Database {
  let db: Database.Database | undefined;
  try {
    db = new Database(file, { timeout: 0 });
    // Nothing is ever written to it, so it needs no journal.
    db.pragma('journal_mode = MEMORY');
    db.exec('BEGIN EXCLUSIVE');
    return db;
  } catch (error) {
    db?.close();
    // It holds no data, so a damaged one can be deleted.
    if (isFresh || !isDamage(error)) throw explainDatabaseError(error, file);
    rmSync(file);
    return takeLock(file, true);
  }
}
