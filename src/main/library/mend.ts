import { mkdir, readdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
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
const TEMPORARY = /^\.ohmbrush-[0-9a-f]+\.tmp$/;

/** Makes rows and files agree. Before anything else uses the library. */
export async function mend(context: LibraryContext, folder: string): Promise<Mended> {
  await removeDoomedFiles(context);
  const purged = await purgeExpired(context);
  const missing: number[] = [];
  const withoutThumbnail: string[] = [];
  const orphans: string[] = [];
  const pictures = await listFiles(join(folder, 'pictures'), 'png');
  const thumbnails = await listFiles(join(folder, 'thumbnails'), 'webp');
  for (const { id, hash } of context.sql<{ id: number; hash: string }>('SELECT id, hash FROM pictures').iterate()) {
    if (!pictures.hashes.delete(hash)) missing.push(id);
    else if (!thumbnails.hashes.delete(hash)) withoutThumbnail.push(hash);
    thumbnails.hashes.delete(hash);
  }
  orphans.push(...pictures.hashes);
  const isCrash = orphans.length <= MOST_CRASH_ORPHANS;
  if (!isCrash) await setAside(context, folder, orphans);
  for (const hash of isCrash ? orphans : []) await context.files.remove(hash);
  for (const hash of thumbnails.hashes) await rm(context.files.thumbnail(hash), { force: true });
  return {
    temporary: pictures.temporary + thumbnails.temporary,
    orphans: isCrash ? orphans.length : 0,
    setAside: isCrash ? 0 : orphans.length,
    purged,
    missing,
    withoutThumbnail,
  };
}

/** Hashes of the library's files in a folder; temporary files are removed, and what is not ours is left alone. */
async function listFiles(folder: string, ending: string): Promise<{ hashes: Set<string>; temporary: number }> {
  const hashes = new Set<string>();
  let temporary = 0;
  const name = new RegExp(`^([0-9a-f]{64})\\.${ending}$`);
  for (const start of FOLDERS) {
    const files = await readdir(join(folder, start)).catch(() => []);
    for (const file of files) {
      const hash = name.exec(file)?.[1];
      if (hash?.startsWith(start)) hashes.add(hash);
      else if (TEMPORARY.test(file)) {
        await rm(join(folder, start, file), { force: true });
        temporary += 1;
      }
    }
  }
  return { hashes, temporary };
}

async function setAside({ files }: LibraryContext, folder: string, hashes: readonly string[]): Promise<void> {
  const target = join(folder, 'set-aside');
  await mkdir(target, { recursive: true });
  for (const hash of hashes) await rename(files.picture(hash), join(target, `${hash}.png`));
}
