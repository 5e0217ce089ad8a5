import { createHash } from 'node:crypto';
import { existsSync, lstatSync } from 'node:fs';
import { mkdir, readdir, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { readRegularFile } from '../../node/regular-file.ts';
import { OhmbrushError } from '../../shared/errors.ts';
import { MOST_PNG_BYTES } from '../files/png-chunks.ts';
import { syncFolder } from '../files/sync.ts';
import { explainSystemError, ignoreMissing, writeFileAtomic } from '../files/write-file.ts';

/** The library's files of pictures and thumbnails: named after the SHA-256 of the PNG, in 256 folders. */
export interface PictureFiles {
  picture(hash: string): string;
  thumbnail(hash: string): string;
  /** Writes the files that do not exist yet. Resolves once they would survive a power cut. */
  write(hash: string, files: { png?: Buffer; thumbnail: Buffer }): Promise<void>;
  /** The content of a picture's file. @throws OhmbrushError 'not-found' when it cannot be read */
  read(hash: string): Promise<Buffer>;
  /** The same after a hash check. @throws OhmbrushError also 'bad-file' when the hash differs */
  readSound(hash: string): Promise<Buffer>;
  /** Moves pictures to the folder for purging; pictures without a file are skipped. */
  moveToPurge(hashes: readonly string[]): Promise<void>;
  /** Moves them back. An existing file at the picture's path stays as it is. */
  takeBack(hashes: readonly string[]): Promise<void>;
  /** Path of a picture in the folder for purging. */
  purging(hash: string): string;
  /** Pictures in the folder for purging, also those left by a crash. */
  toPurge(): Promise<string[]>;
  /** Deletes pictures in the folder for purging, and their thumbnails. */
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
      throw new OhmbrushError('kept-file-link', { path });
    }
    return readRegularFile(path, MOST_PNG_BYTES).catch((error: NodeJS.ErrnoException) => {
      throw new OhmbrushError('kept-file-unreadable', { path, why: error.code ?? error.message }, { cause: error });
    });
  }

  return {
    picture,
    thumbnail,
    purging,
    async write(hash, files) {
      // The thumbnail first, so that a picture that exists always has one.
      await writeDurably(thumbnail(hash), files.thumbnail);
      if (files.png) await writeDurably(picture(hash), files.png);
    },
    read,
    async readSound(hash) {
      const bytes = await read(hash);
      if (hashOf(bytes) === hash) return bytes;
      throw new OhmbrushError('kept-file-damaged', { path: picture(hash) });
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

/** Name of the folder. A hash comes from a database that a stranger may have made, so it must not lead elsewhere. */
function start(hash: string): string {
  if (!IS_HASH.test(hash)) throw new OhmbrushError('not-a-hash', { hash: hash.slice(0, 80) });
  return hash.slice(0, 2);
}

/**
 * Whether a real file exists in a real folder: a stranger's library may contain a link to a place outside it, or a pipe
 * that nobody writes to.
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
  // A rename survives a power cut only once its folder is flushed.
  await syncFolder(folder);
  if (isNew) await syncFolder(dirname(folder));
}

/**
 * Creates `pictures/ab` and `pictures`, but not the folder of the library: one that was renamed or unplugged must not
 * reappear as an empty folder.
 *
 * @returns whether it was created
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
