import { open, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import Database from 'better-sqlite3';
import { ignoreMissing } from '../files/write-file.ts';
import { checkDatabase } from './check-database.ts';
import { copyClosedDatabase, withCheckingFolder } from './checking-folder.ts';
import { moveAway } from './replace-database.ts';

/**
 * SQLite's header, byte 18: the file format's write version, 1 for a rollback journal, 2 for a write-ahead log
 * (sqlite.org/fileformat2, 1.3).
 */
const WRITE_VERSION = 18;

/**
 * Moves away a log that was not written for this database: SQLite would replay it, and a sound copy placed beside the
 * log of a damaged database would become damaged too. To be called before anything opens the database.
 *
 * A log belongs to a database whose header says that it uses one and which is sound after replaying it. A log that
 * fails this test is moved into `replaced/`, unless the database is damaged without the log as well.
 */
export async function moveForeignLog(file: string, now: number): Promise<void> {
  const [hasLog, hasJournal, writeVersion] = await Promise.all([
    isFilled(`${file}-wal`),
    isFilled(`${file}-journal`),
    readWriteVersion(file),
  ]);
  if (writeVersion === null) return;
  // Our databases use a write-ahead log from the start: a rollback journal belongs to another database.
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
  // No disk space for the test copy: SQLite's own checks have to suffice.
  return look.catch(() => false);
}

/** Opened for writing, so that SQLite replays the log. */
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

/** Null where there is no database to inspect. */
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
