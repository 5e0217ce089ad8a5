import { constants } from 'node:fs';
import { copyFile, mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';

/**
 * Provides a folder for copies of a database that are only inspected; SQLite may write into them and beside them. It is
 * in the library's folder, because the system's temporary folder may be too small. The next start removes what a crash
 * leaves in it (leftovers.ts).
 */
export async function withCheckingFolder<T>(libraryFolder: string, use: (folder: string) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(libraryFolder, 'checking-'));
  try {
    return await use(folder);
  } finally {
    await rm(folder, { recursive: true, force: true }).catch(() => {});
  }
}

/** Copies a database that no connection has open. @param endings of the files that SQLite keeps beside it: '-wal' */
export async function copyClosedDatabase(file: string, copy: string, endings: readonly string[] = []): Promise<void> {
  for (const ending of ['', ...endings])
    await copyFile(`${file}${ending}`, `${copy}${ending}`, constants.COPYFILE_FICLONE);
}
