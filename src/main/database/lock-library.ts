import { realpathSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { isDamage } from './check-database.ts';
import { explainDatabaseError } from './explain-error.ts';

export interface LibraryLock {
  release(): void;
}

/** Locks of this process, which may hold one several times: across the closing and opening of a database, say. */
const held = new Map<string, { db: Database.Database; times: number }>();

/**
 * Keeps every other process away from a library's folder, also while its database is damaged or being replaced. It is
 * SQLite's lock on an empty database of its own, which ends with the process, however that ends: no file tells of a
 * lock that a crash left behind. This process may take it again.
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
    // Nothing is ever written: it needs no journal beside it.
    db.pragma('journal_mode = MEMORY');
    db.exec('BEGIN EXCLUSIVE');
    return db;
  } catch (error) {
    db?.close();
    // It never holds anything: a damaged one is as good as none.
    if (isFresh || !isDamage(error)) throw explainDatabaseError(error, file);
    rmSync(file);
    return takeLock(file, true);
  }
}
