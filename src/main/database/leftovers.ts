import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';

/**
 * Copies of a database that were made to be looked at, or to be put in its place: not those that are whole and wait for
 * that.
 */
const LEFTOVER = /^(checking-\w+|library\.db\.checking(-\w+)?|library\.db\.next\.unfinished(-\w+)?)$/;

/** Removes what work on the database that was cut off has left. While nothing works on it. */
export async function removeLeftovers(libraryFolder: string): Promise<void> {
  for (const name of await readdir(libraryFolder)) {
    // Where it cannot be removed it is in nobody's way.
    if (LEFTOVER.test(name)) await rm(join(libraryFolder, name), { recursive: true, force: true }).catch(() => {});
  }
}
