import { open, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import Database from 'better-sqlite3';
import { ignoreMissing } from '../files/write-file.ts';
import { checkDatabase } from './check-database.ts';
import { copyClosedDatabase, withCheckingFolder } from './checking-folder.ts';
import { moveAway } from './replace-database.ts';

/**
 * Of SQLite's header: the file format's write version, 1 for a rollback journal, 2 for a write-ahead log (fileformat2,
 * 1.3).
 */
const WRITE_VERSION = 18;

/**
 * Moves away a log that was not written for this database: SQLite would replay it, and a sound copy put beside the log
 * of a damaged database would be damaged as well. Before anything opens the database.
 *
 * A log belongs to a database that says it has one, and leaves it sound. One that fails is moved into `replaced/`,
 * unless the database is damaged without it too.
 */
export async function moveForeignLog(file: string, now: number): Promise<void> {
  const [hasLog, hasJournal, writeVersion] = await Promise.all([
    isFilled(`${file}-wal`),
    isFilled(`${file}-journal`),
    readWriteVersion(file),
  ]);
  if (writeVersion === null) return;
  // A database is written with a log from its first minute on: a rollback journal is another one's.
  if (hasJournal && writeVersion === 2) await moveAway([`${file}-journal`], now);
  if (!hasLog) return;
  if (writeVersion === 1 || (await isBrokenByLog(file))) await moveAway([`${file}-wal`, `${file}-shm`], now);
}

async function isBrokenByLog(file: string): Promise<boolean> {
  const look = withCheckingFolder(dirname(file), async (folder) => {
    const alone = join(folder, 'alone.db');
    const replayed = join(folder, 'replayed.db');
    await copyClosedDatabase(file, alone);
    await copyClosedDatabase(file, replayed, ['-wal']);
    return !(await isSound(replayed)) && (await isSound(alone));
  });
  // No room to look: what SQLite itself checks has to do.
  return look.catch(() => false);
}

/** Opened for writing, so that SQLite replays a log that is there. */
async function isSound(copy: string): Promise<boolean> {
  try {
    const db = new Database(copy);
    try {
      db.pragma('wal_checkpoint(TRUNCATE)');
      db.pragma('journal_mode = DELETE');
    } finally {
      db.close();
    }
    return (await checkDatabase({ file: copy, thoroughly: false })).length === 0;
  } catch {
    return false;
  }
}

async function isFilled(path: string): Promise<boolean> {
  return ((await stat(path).catch(ignoreMissing))?.size ?? 0) > 0;
}

/** Null where there is no database to speak of. */
async function readWriteVersion(file: string): Promise<number | null> {
  const handle = await open(file, 'r').catch(() => null);
  if (!handle) return null;
  try {
    const { bytesRead, buffer } = await handle.read(Buffer.alloc(WRITE_VERSION + 1), 0, WRITE_VERSION + 1, 0);
    return bytesRead > WRITE_VERSION ? buffer[WRITE_VERSION]! : null;
  } finally {
    await handle.close();
  }
}
