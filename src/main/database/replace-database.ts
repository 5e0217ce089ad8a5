import { constants, existsSync } from 'node:fs';
import { copyFile, mkdir, rename } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { syncFile, syncFolder } from '../files/sync.ts';
import { removeDatabase } from './copy-database.ts';

/**
 * A database that is whole, and is to take the place of the library's: found at a start, the replacement is finished
 * first.
 */
const NEXT = 'library.db.next';
/** What SQLite keeps beside a database; a log of another one would be replayed into it. */
const LOGS = ['-wal', '-shm', '-journal'];

/**
 * @returns where to write a database that is to replace the one of the library; nothing happens to it until
 * `replaceDatabase`
 */
export function draftPath(libraryFolder: string): string {
  return join(libraryFolder, `${NEXT}.unfinished`);
}

/** Removes a draft of which nothing came. */
export async function removeDraft(libraryFolder: string): Promise<void> {
  await removeDatabase(draftPath(libraryFolder));
}

/** Copies a database into the draft. */
export async function copyToDraft(from: string, libraryFolder: string): Promise<void> {
  await removeDraft(libraryFolder);
  await copyFile(from, draftPath(libraryFolder), constants.COPYFILE_FICLONE);
}

/**
 * Puts the draft in the place of the library's database, which is moved into `replaced/` with its logs. A crash in
 * between is made good by the next start. Nobody may have either open.
 *
 * @returns the folder that the old database lies in, or null if there was none
 */
export async function replaceDatabase(libraryFolder: string, now: number): Promise<string | null> {
  await syncFile(draftPath(libraryFolder));
  await rename(draftPath(libraryFolder), join(libraryFolder, NEXT));
  await syncFolder(libraryFolder);
  return finishReplacement(libraryFolder, now);
}

/** Goes on with a replacement that was cut off; does nothing where there was none. */
export async function finishReplacement(libraryFolder: string, now: number): Promise<string | null> {
  const next = join(libraryFolder, NEXT);
  if (!existsSync(next)) return null;
  const file = join(libraryFolder, 'library.db');
  // The logs first: what is left without them is still a database.
  const moved = await moveAway(
    [...LOGS, ''].map((ending) => `${file}${ending}`),
    now,
  );
  await rename(next, file);
  await syncFolder(libraryFolder);
  return moved;
}

/**
 * Moves files of a database that is not used any more into a folder of their own in `replaced/`; nothing is deleted.
 *
 * @returns the folder, or null if none of the files was there
 */
export async function moveAway(files: readonly string[], now: number): Promise<string | null> {
  const there = files.filter((file) => existsSync(file));
  const first = there[0];
  if (first === undefined) return null;
  const all = join(dirname(first), 'replaced');
  await mkdir(all, { recursive: true });
  const folder = await newFolder(all, new Date(now).toISOString().slice(0, 19).replaceAll(':', '-'));
  for (const file of there) await rename(file, join(folder, file.slice(dirname(file).length + 1)));
  await syncFolder(folder);
  await syncFolder(all);
  return folder;
}

async function newFolder(parent: string, name: string): Promise<string> {
  for (let n = 1; ; n++) {
    const folder = join(parent, n === 1 ? name : `${name}-${n}`);
    const made = await mkdir(folder).then(
      () => true,
      (error: NodeJS.ErrnoException) => {
        if (error.code === 'EEXIST') return false;
        throw error;
      },
    );
    if (made) return folder;
  }
}
