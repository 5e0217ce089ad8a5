import { existsSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { OhmbrushError } from '../../shared/errors.ts';
import { backupFolder, listBackups } from '../database/backups.ts';
import { checkDatabase } from '../database/check-database.ts';
import { lockLibrary } from '../database/lock-library.ts';
import { copyToDraft, draftPath, moveAway, removeDraft, replaceDatabase } from '../database/replace-database.ts';
import { reasonOf } from '../files/reason-of.ts';

/**
 * Makes a backup ready to be put in the place of a library's database, which may still be open: a whole, checked copy
 * of it.
 *
 * @param name of a file in the folder `backups`
 * @throws OhmbrushError 'not-found', 'bad-library' when the backup is damaged, 'unwritable'; then nothing has changed
 */
export async function prepareRestore(folder: string, name: string): Promise<void> {
  const backup = join(backupFolder(folder), name);
  if (!existsSync(backup)) {
    throw new OhmbrushError('backup-unknown', { name, folder: backupFolder(folder) });
  }
  try {
    await copyToDraft(backup, folder);
    const wrong = await checkDatabase({ file: draftPath(folder), thoroughly: true });
    if (wrong.length > 0) {
      throw new OhmbrushError('backup-damaged', { name, why: wrong[0]! });
    }
  } catch (error) {
    await removeDraft(folder).catch(() => {});
    throw error instanceof OhmbrushError ? error : cannotReplace(folder, error as Error);
  }
}

/**
 * Puts it there. The old database, and every log beside it, is moved into `replaced/`; no picture file is touched. The
 * library must be closed; opening it sets aside what the backup does not know.
 *
 * @throws OhmbrushError 'library-in-use', 'unwritable'
 */
export async function restorePrepared(folder: string, now: number): Promise<void> {
  const lock = lockLibrary(folder);
  try {
    await replaceDatabase(folder, now);
  } catch (error) {
    throw cannotReplace(folder, error as Error);
  } finally {
    lock.release();
  }
}

/**
 * Takes a library's database away, into `replaced/`: opening the library starts a new one, and sets all pictures aside,
 * from where they are taken in again. The library must be closed.
 *
 * @returns the folder that the old database lies in, or null if there was none
 * @throws OhmbrushError 'library-in-use' or 'unwritable'
 */
export async function takeDatabaseAway(folder: string, now: number): Promise<string | null> {
  const lock = lockLibrary(folder);
  try {
    const file = join(folder, 'library.db');
    return await moveAway([`${file}-wal`, `${file}-shm`, `${file}-journal`, file], now);
  } catch (error) {
    throw cannotReplace(folder, error as Error);
  } finally {
    lock.release();
  }
}

/** Databases that a library had before: those that were replaced, then the backups, each the newest first. */
export async function olderDatabases(folder: string): Promise<string[]> {
  const all = join(folder, 'replaced');
  const names = await readdir(all).catch(() => []);
  const replaced = names
    .sort()
    .reverse()
    .map((name) => join(all, name, 'library.db'));
  const backups = (await listBackups(folder)).map(({ name }) => join(backupFolder(folder), name));
  return [...replaced.filter((database) => existsSync(database)), ...backups];
}

function cannotReplace(folder: string, error: Error): OhmbrushError {
  return new OhmbrushError('database-irreplaceable', { folder, why: reasonOf(error) }, { cause: error });
}
