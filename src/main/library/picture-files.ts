import { createHash } from 'node:crypto';
import { existsSync, lstatSync } from 'node:fs';
import { mkdir, readdir, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { readRegularFile } from '../../node/regular-file.ts';
import { OhmbrushError } from '../../shared/errors.ts';
import { MOST_PNG_BYTES } from '../files/png-chunks.ts';
import { syncFolder } from '../files/sync.ts';
import { explainSystemError, ignoreMissing, writeFileAtomic } from '../files/write-file.ts';

/** Where the library keeps a picture and its thumbnail: named after the SHA-256 of the PNG, in 256 folders. */
export interface PictureFiles {
  picture(hash: string): string;
  thumbnail(hash: string): string;
  /** Writes what is not there yet. Resolves when it would survive a power cut. */
  write(hash: string, files: { png?: Buffer; thumbnail: Buffer }): Promise<void>;
  /** The bytes of a picture's file. @throws OhmbrushError 'not-found' when it cannot be read */
  read(hash: string): Promise<Buffer>;
  /** The same, checked. @throws OhmbrushError also 'bad-file' when it is not the file that was kept */
  readSound(hash: string): Promise<Buffer>;
  /** Moves pictures where `purge` finds them; those that have no file are passed over. */
  moveToPurge(hashes: readonly string[]): Promise<void>;
  /** Takes them back. A picture that is in its place stays as it is. */
  takeBack(hashes: readonly string[]): Promise<void>;
  /** Where a picture lies that was moved to purge. */
  purging(hash: string): string;
  /** Pictures that are about to be removed, or that a crash kept from it. */
  toPurge(): Promise<string[]>;
  /** Removes pictures that were moved to purge, and their thumbnails, for good. */
  purge(hashes: readonly string[]): Promise<void>;
}

const IS_HASH = /^[0-9a-f]{64}$/;

export function pictureFiles(folder: string): PictureFiles {
  const picture = (hash: string) => join(folder, 'pictures', start(hash), `${hash}.png`);
  const thumbnail = (hash: string) => join(folder, 'thumbnails', start(hash), `${hash}.webp`);
  const purgeFolder = join(folder, 'purging');
  const purging = (hash: string) => join(purgeFolder, start(hash) && `${hash}.png`);

  async function read(hash: string): Promise<Buffer> {
    const path = picture(hash);
    if (existsSync(path) && !isThereItself(path)) {
      throw new OhmbrushError('not-found', `the file of the picture is a link, or no file: ${path}`, 'Remove the link');
    }
    return readRegularFile(path, MOST_PNG_BYTES).catch((error: NodeJS.ErrnoException) => {
      throw new OhmbrushError(
        'not-found',
        `the file of the picture cannot be read (${error.code ?? error.message})`,
        `Put it back as ${path}, or paint the picture again`,
        { cause: error },
      );
    });
  }

  return {
    picture,
    thumbnail,
    purging,
    async write(hash, files) {
      // The thumbnail first: a picture that is there has one.
      await writeDurably(thumbnail(hash), files.thumbnail);
      if (files.png) await writeDurably(picture(hash), files.png);
    },
    read,
    async readSound(hash) {
      const bytes = await read(hash);
      if (hashOf(bytes) === hash) return bytes;
      throw new OhmbrushError(
        'bad-file',
        'the file of the picture is damaged: it is not the one that was kept',
        `Put an undamaged copy back as ${picture(hash)}, or paint the picture again`,
      );
    },
    async moveToPurge(hashes) {
      if (hashes.length === 0) return;
      await mkdir(purgeFolder, { recursive: true });
      for (const hash of hashes) await rename(picture(hash), purging(hash)).catch(ignoreMissing);
    },
    async takeBack(hashes) {
      for (const hash of hashes) {
        if (existsSync(picture(hash))) continue;
        await makeFolder(dirname(picture(hash)));
        await rename(purging(hash), picture(hash)).catch(ignoreMissing);
      }
    },
    async toPurge() {
      const names = await readdir(purgeFolder).catch((error: NodeJS.ErrnoException) => ignoreMissing(error) ?? []);
      return names
        .filter((name) => IS_HASH.test(name.slice(0, -4)) && name.endsWith('.png'))
        .map((n) => n.slice(0, 64));
    },
    async purge(hashes) {
      for (const hash of hashes) {
        await rm(purging(hash), { force: true });
        if (!existsSync(picture(hash))) await rm(thumbnail(hash), { force: true });
      }
    },
  };
}

/** SHA-256, lower-case hex. */
export function hashOf(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

/** The name of the folder. A hash comes from a database that a stranger may have made: it must not lead elsewhere. */
function start(hash: string): string {
  if (!IS_HASH.test(hash))
    throw new OhmbrushError('bad-library', `'${hash.slice(0, 80)}' is no hash`, 'Rebuild the library');
  return hash.slice(0, 2);
}

/**
 * Whether something is there, itself, in a folder that is there itself: a stranger's library may hold a link that leads
 * out of it, or a pipe that nobody writes to.
 */
export function isThereItself(path: string): boolean {
  return [dirname(path), path].every((part) => {
    const found = lstatSync(part, { throwIfNoEntry: false });
    return found !== undefined && (found.isFile() || found.isDirectory());
  });
}

async function writeDurably(path: string, bytes: Buffer): Promise<void> {
  if (existsSync(path)) return;
  const folder = dirname(path);
  const isNew = await makeFolder(folder);
  await writeFileAtomic(path, bytes);
  // A rename is on the disk when its folder is.
  await syncFolder(folder);
  if (isNew) await syncFolder(dirname(folder));
}

/**
 * Makes `pictures/ab` and `pictures`, but not the folder of the library: one that was renamed or unplugged must not
 * come back as an empty one.
 *
 * @returns whether it is new
 */
async function makeFolder(folder: string): Promise<boolean> {
  if (existsSync(folder)) return false;
  for (const path of [dirname(folder), folder]) {
    await mkdir(path).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'EEXIST') throw explainSystemError(error) ?? error;
    });
  }
  return true;
}
