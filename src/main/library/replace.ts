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
 * Prepares a backup to replace a library's database, which may still be open: makes a complete, checked copy of it.
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
 * Puts the prepared copy in place. The old database, with all its log files, is moved into `replaced/`; no picture file
 * is touched. The library must be closed; opening it sets aside pictures that are not in the backup.
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
 * Moves a library's database into `replaced/`: opening the library then creates a new one and sets all pictures aside,
 * from where they can be imported again. The library must be closed.
 *
 * @returns the folder that holds the old database, or null if there was none
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

/** Earlier databases of a library: those that were replaced, then the backups, both newest first. */
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
