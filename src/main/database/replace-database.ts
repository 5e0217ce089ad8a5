import { constants, existsSync } from 'node:fs';
import { copyFile, mkdir, rename } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { syncFile, syncFolder } from '../files/sync.ts';
import { removeDatabase } from './copy-database.ts';

/**
 * A complete database that waits to replace the library's. If a start finds one, it first finishes the replacement.
 */
const NEXT = 'library.db.next';
/** Files that SQLite keeps beside a database; it would replay the log of another database into this one. */
const LOGS = ['-wal', '-shm', '-journal'];

/**
 * @returns where to write a database that is to replace the library's; the library is not touched until
 *   `replaceDatabase`
 */
export function draftPath(libraryFolder: string): string {
  return join(libraryFolder, `${NEXT}.unfinished`);
}

/** Removes a draft that was abandoned. */
export async function removeDraft(libraryFolder: string): Promise<void> {
  await removeDatabase(draftPath(libraryFolder));
}

/** Copies a database into the draft. */
export async function copyToDraft(from: string, libraryFolder: string): Promise<void> {
  await removeDraft(libraryFolder);
  await copyFile(from, draftPath(libraryFolder), constants.COPYFILE_FICLONE);
}

/**
 * Puts the draft in the place of the library's database, which is moved into `replaced/` with its logs. The next start
 * finishes a replacement that a crash interrupted. No connection may have either database open.
 *
 * @returns the folder in `replaced/` that holds the old database, or null if there was none
 */
export async function replaceDatabase(libraryFolder: string, now: number): Promise<string | null> {
  await syncFile(draftPath(libraryFolder));
  await rename(draftPath(libraryFolder), join(libraryFolder, NEXT));
  await syncFolder(libraryFolder);
  return finishReplacement(libraryFolder, now);
}

/** Finishes an interrupted replacement; does nothing where there was none. */
export async function finishReplacement(libraryFolder: string, now: number): Promise<string | null> {
  const next = join(libraryFolder, NEXT);
  if (!existsSync(next)) return null;
  const file = join(libraryFolder, 'library.db');
  // The logs first: without them the rest is still a valid database.
  const moved = await moveAway(
    [...LOGS, ''].map((ending) => `${file}${ending}`),
    now,
  );
  await rename(next, file);
  await syncFolder(libraryFolder);
  return moved;
}

/**
 * Moves the files of a database that is no longer used into a new folder in `replaced/`; nothing is deleted.
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
