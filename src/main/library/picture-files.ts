import { existsSync } from 'node:fs';
import { mkdir, open, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { writeFileAtomic } from '../files/write-file.ts';

/** Where the library keeps a picture and its thumbnail: named after the SHA-256 of the PNG, in 256 folders. */
export interface PictureFiles {
  picture(hash: string): string;
  thumbnail(hash: string): string;
  /** Writes what is not there yet. Resolves when it would survive a power cut. */
  write(hash: string, files: { png?: Buffer; thumbnail: Buffer }): Promise<void>;
  remove(hash: string): Promise<void>;
}

export function pictureFiles(folder: string): PictureFiles {
  const picture = (hash: string) => join(folder, 'pictures', hash.slice(0, 2), `${hash}.png`);
  const thumbnail = (hash: string) => join(folder, 'thumbnails', hash.slice(0, 2), `${hash}.webp`);
  return {
    picture,
    thumbnail,
    async write(hash, files) {
      // The thumbnail first: a picture that is there has one.
      await writeDurably(thumbnail(hash), files.thumbnail);
      if (files.png) await writeDurably(picture(hash), files.png);
    },
    async remove(hash) {
      await rm(picture(hash), { force: true });
      await rm(thumbnail(hash), { force: true });
    },
  };
}

async function writeDurably(path: string, bytes: Buffer): Promise<void> {
  if (existsSync(path)) return;
  const folder = dirname(path);
  const made = await mkdir(folder, { recursive: true });
  await writeFileAtomic(path, bytes);
  // A rename is on the disk when its folder is.
  await syncFolder(folder);
  if (made !== undefined) await syncFolder(dirname(made));
}

async function syncFolder(folder: string): Promise<void> {
  // Windows opens no folders, and journals the rename by itself.
  if (process.platform === 'win32') return;
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
