import { existsSync, lstatSync } from 'node:fs';
import { lstat, mkdir, open, readdir, rename, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { readRegularFile } from '../../node/regular-file.ts';
import { MOST_PNG_BYTES, PNG_SIGNATURE } from '../files/png-chunks.ts';
import { syncFolder } from '../files/sync.ts';
import { ignoreMissing } from '../files/write-file.ts';

/**
 * The folder `set-aside` of a library: picture files without a row in its database. The database may be the wrong one
 * (new, damaged, restored from a backup), so these files may be all that the user has. Nothing deletes them.
 */
export interface SetAside {
  /** Paths of the PNG files in it. */
  list(): Promise<string[]>;
  /**
   * Moves a file there under an unused name; a file that does not begin like a PNG goes into its subfolder `damaged`.
   */
  put(path: string): Promise<void>;
  /** Moves a file out of the folder's list: the library has the same picture from another painting. */
  putDuplicate(path: string): Promise<void>;
  /** Moves a picture that was set aside back to `path`. @returns whether it existed */
  bringBack(hash: string, path: string): Promise<boolean>;
}

/** Number of pictures in the folder. */
export async function countSetAside({ setAside }: { readonly setAside: SetAside }): Promise<number> {
  return (await setAside.list()).length;
}

export function setAsideFolder(libraryFolder: string): SetAside {
  const folder = join(libraryFolder, 'set-aside');
  return {
    async list() {
      const names = await readdir(folder).catch((error: NodeJS.ErrnoException) => ignoreMissing(error) ?? []);
      const paths = names.filter((name) => /\.png$/i.test(name)).map((name) => join(folder, name));
      // Neither a link, which may lead elsewhere, nor a pipe.
      return paths.filter((path) => lstatSync(path, { throwIfNoEntry: false })?.isFile());
    },
    put: async (path) => move(path, (await isPng(path)) ? folder : join(folder, 'damaged')),
    putDuplicate: (path) => move(path, join(folder, 'duplicates')),
    async bringBack(hash, path) {
      const file = join(folder, `${hash}.png`);
      if (!existsSync(file)) return false;
      await mkdir(dirname(path), { recursive: true });
      await rename(file, path);
      await syncFolder(dirname(path));
      return true;
    },
  };
}

/** Recognised by the first bytes of every PNG (W3C PNG, third edition, section 5.2). */
async function isPng(path: string): Promise<boolean> {
  const file = await open(path, 'r');
  try {
    const { buffer } = await file.read(Buffer.alloc(PNG_SIGNATURE.length), 0, PNG_SIGNATURE.length, 0);
    return buffer.equals(PNG_SIGNATURE);
  } finally {
    await file.close();
  }
}

async function isCopy(path: string, target: string): Promise<boolean> {
  const [one, other] = await Promise.all([lstat(path), lstat(target)]);
  if (!one.isFile() || !other.isFile() || one.size !== other.size || one.ino === other.ino) return false;
  const [bytes, others] = await Promise.all([
    readRegularFile(path, MOST_PNG_BYTES),
    readRegularFile(target, MOST_PNG_BYTES),
  ]);
  return bytes.equals(others);
}

/** Never replaces another file; a second identical copy is not kept. */
async function move(path: string, folder: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  const stem = basename(path, '.png');
  for (let n = 1; ; n++) {
    const target = join(folder, n === 1 ? `${stem}.png` : `${stem}-${n}.png`);
    if (!existsSync(target)) return rename(path, target);
    if (await isCopy(path, target)) return rm(path);
  }
}
