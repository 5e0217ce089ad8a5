import { mkdir, readdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { isTemporaryName } from '../files/write-file.ts';
import type { LibraryContext } from './context.ts';
import { purgeExpired, removeDoomedFiles } from './trash.ts';

/** What the start of a library found and put right. */
export interface Mended {
  /** Temporary files of writes that never ended, removed. */
  readonly temporary: number;
  /** Files without a row, removed: pictures that a crash caught before they were reported. */
  readonly orphans: number;
  /** Files without a row, too many for a crash, moved to the folder `set-aside`. */
  readonly setAside: number;
  /** Pictures that had been in the trash for more than 30 days, removed for good. */
  readonly purged: number;
  /** Ids of pictures whose file is gone: they stay in lists, for what is known of them. */
  readonly missing: readonly number[];
  /** Hashes of pictures without a thumbnail. */
  readonly withoutThumbnail: readonly string[];
}

/**
 * A crash leaves one orphan for each write in hand. If there are more, the database is not the one that these files belong
 * to (deleted, or put back from a backup), and they may be all that an artist has: then they are kept.
 */
const MOST_CRASH_ORPHANS = 16;

const FOLDERS = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'));
const PICTURE = /^[0-9a-f]{64}\.png$/;
const THUMBNAIL = /^[0-9a-f]{64}\.webp$/;

/** Makes rows and files agree. Before anything else uses the library. */
export async function mend(context: LibraryContext, folder: string): Promise<Mended> {
  const { sql, files } = context;
  await removeDoomedFiles(context);
  const purged = await purgeExpired(context);
  const missing: number[] = [];
  const withoutThumbnail: string[] = [];
  const orphans: string[] = [];
  let temporary = 0;
  const rowsOf = sql<{ id: number; hash: string }>('SELECT id, hash FROM pictures WHERE hash BETWEEN ? AND ?');
  for (const start of FOLDERS) {
    const [pictures, thumbnails] = await Promise.all([
      listFiles(join(folder, 'pictures', start), PICTURE),
      listFiles(join(folder, 'thumbnails', start), THUMBNAIL),
    ]);
    temporary += pictures.temporary + thumbnails.temporary;
    for (const { id, hash } of rowsOf.all(start, `${start}g`)) {
      const hasThumbnail = thumbnails.hashes.delete(hash);
      if (!pictures.hashes.delete(hash)) missing.push(id);
      else if (!hasThumbnail) withoutThumbnail.push(hash);
    }
    orphans.push(...pictures.hashes);
    for (const hash of thumbnails.hashes) await rm(files.thumbnail(hash), { force: true });
  }
  const isCrash = orphans.length <= MOST_CRASH_ORPHANS;
  if (!isCrash) await setAside(context, folder, orphans);
  for (const hash of isCrash ? orphans : []) await files.remove(hash);
  return {
    temporary,
    orphans: isCrash ? orphans.length : 0,
    setAside: isCrash ? 0 : orphans.length,
    purged,
    missing,
    withoutThumbnail,
  };
}

/** Hashes of the library's files in one folder; temporary files are removed, and what is not ours is left alone. */
async function listFiles(folder: string, name: RegExp): Promise<{ hashes: Set<string>; temporary: number }> {
  const hashes = new Set<string>();
  let temporary = 0;
  for (const file of await readdir(folder).catch(() => [])) {
    if (name.test(file)) hashes.add(file.slice(0, 64));
    else if (isTemporaryName(file)) {
      await rm(join(folder, file), { force: true });
      temporary += 1;
    }
  }
  return { hashes, temporary };
}

async function setAside({ files }: LibraryContext, folder: string, hashes: readonly string[]): Promise<void> {
  const target = join(folder, 'set-aside');
  await mkdir(target, { recursive: true });
  for (const hash of hashes) await rename(files.picture(hash), join(target, `${hash}.png`));
}
