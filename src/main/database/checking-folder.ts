import { constants } from 'node:fs';
import { copyFile, mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';

/**
 * Lends a folder for copies of a database that are only looked at: SQLite may write into them and beside them. In the
 * folder of the library, for the system's own may be too small. What a crash leaves of it the next start removes
 * (leftovers.ts).
 */
export async function withCheckingFolder<T>(libraryFolder: string, use: (folder: string) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(libraryFolder, 'checking-'));
  try {
    return await use(folder);
  } finally {
    await rm(folder, { recursive: true, force: true }).catch(() => {});
  }
}

/** Copies a database that nobody has open. @param endings of what SQLite keeps beside it: '-wal' */
export async function copyClosedDatabase(file: string, copy: string, endings: readonly string[] = []): Promise<void> {
  for (const ending of ['', ...endings])
    await copyFile(`${file}${ending}`, `${copy}${ending}`, constants.COPYFILE_FICLONE);
}
