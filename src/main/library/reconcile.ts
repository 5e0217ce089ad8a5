import { mkdir, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { isTemporaryName } from '../files/write-file.ts';
import type { LibraryContext } from './context.ts';
import { finishPurges, purgeExpired } from './trash.ts';

/** What opening a library found and repaired. */
export interface Reconciled {
  /** Temporary files of unfinished writes, removed. */
  readonly temporary: number;
  /** Picture files without a row, moved to the folder `set-aside`. */
  readonly setAside: number;
  /** Pictures with a row that were in `set-aside`, moved back. */
  readonly broughtBack: number;
  /** Pictures that had been in the trash for more than 30 days, deleted. */
  readonly purged: number;
  /** Ids of pictures whose file is missing: they stay in lists, because their details are still known. */
  readonly missing: readonly number[];
  /** Folders that cannot be read or repaired, each with the reason. Their files do not count as missing. */
  readonly unreadable: readonly string[];
  /** Hashes of pictures without a thumbnail. */
  readonly withoutThumbnail: readonly string[];
}

const STARTS = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'));
const PICTURE = /^[0-9a-f]{64}\.png$/;
const THUMBNAIL = /^[0-9a-f]{64}\.webp$/;

interface Listed {
  /** Null where the folder exists and cannot be read. */
  readonly hashes: Set<string> | null;
  readonly temporary: number;
}

/**
 * Makes rows and files agree, before anything else uses the library. Only pictures that the user put into the trash are
 * deleted: a file without a row is set aside, and moved back automatically once the database has its row.
 */
export async function reconcile(context: LibraryContext): Promise<Reconciled> {
  const { folder, sql, files, setAside } = context;
  await finishPurges(context);
  const purged = await purgeExpired(context);
  const missing: number[] = [];
  const withoutThumbnail: string[] = [];
  const unreadable = new Map<string, string>();
  const trouble = (where: string) => (error: NodeJS.ErrnoException) => {
    unreadable.set(where, `${where}: ${error.code ?? error.message}`);
    return false;
  };
  let temporary = 0;
  let aside = 0;
  let broughtBack = 0;
  for (const parent of ['pictures', 'thumbnails'])
    await mkdir(join(folder, parent), { recursive: true }).catch(() => {});
  const rowsOf = sql<{ id: number; hash: string }>('SELECT id, hash FROM pictures WHERE hash BETWEEN ? AND ?');
  for (const start of STARTS) {
    const [pictures, thumbnails] = await Promise.all([
      listFiles(folder, 'pictures', start, PICTURE, trouble),
      listFiles(folder, 'thumbnails', start, THUMBNAIL, trouble),
    ]);
    temporary += pictures.temporary + thumbnails.temporary;
    for (const { id, hash } of rowsOf.all(start, `${start}g`)) {
      const hasThumbnail = thumbnails.hashes?.delete(hash) ?? true;
      if (pictures.hashes === null) continue;
      const isThere = pictures.hashes.delete(hash);
      const isBack = !isThere && (await setAside.bringBack(hash, files.picture(hash)).catch(trouble('set-aside')));
      if (isBack) broughtBack++;
      if (!isThere && !isBack) missing.push(id);
      else if (!hasThumbnail) withoutThumbnail.push(hash);
    }
    for (const hash of pictures.hashes ?? []) {
      const done = await setAside.put(files.picture(hash)).then(() => true, trouble('set-aside'));
      if (done) aside++;
    }
    for (const hash of thumbnails.hashes ?? []) await rm(files.thumbnail(hash), { force: true }).catch(() => {});
  }
  return {
    temporary,
    setAside: aside,
    broughtBack,
    purged,
    missing,
    unreadable: [...unreadable.values()],
    withoutThumbnail,
  };
}

/** Hashes of the library's files in one folder; temporary files are removed, unknown files are left alone. */
async function listFiles(
  folder: string,
  parent: string,
  start: string,
  name: RegExp,
  trouble: (where: string) => (error: NodeJS.ErrnoException) => boolean,
): Promise<Listed> {
  const path = join(folder, parent, start);
  let names: string[];
  try {
    names = await readdir(path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return { hashes: new Set(), temporary: 0 };
    // One line for the whole folder, because its subfolders fail for the same reason.
    trouble(parent)(error as NodeJS.ErrnoException);
    return { hashes: null, temporary: 0 };
  }
  const hashes = new Set<string>();
  let temporary = 0;
  for (const file of names) {
    if (name.test(file)) hashes.add(file.slice(0, 64));
    else if (isTemporaryName(file)) {
      await rm(join(path, file), { force: true }).catch(() => {});
      temporary += 1;
    }
  }
  return { hashes, temporary };
}
