import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';

/**
 * Copies of a database made for inspection or as drafts of a replacement. Complete replacements that still wait to be
 * put in place are not among them.
 */
const LEFTOVER = /^(checking-\w+|library\.db\.checking(-\w+)?|library\.db\.next\.unfinished(-\w+)?)$/;

/** Removes what interrupted work on the database left behind. Only while nothing works on the database. */
export async function removeLeftovers(libraryFolder: string): Promise<void> {
  for (const name of await readdir(libraryFolder)) {
    // A leftover that cannot be removed does no harm.
    if (LEFTOVER.test(name)) await rm(join(libraryFolder, name), { recursive: true, force: true }).catch(() => {});
  }
}
