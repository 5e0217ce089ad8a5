import { closeSync, constants, fstatSync, openSync, readSync, type Stats } from 'node:fs';
import { open } from 'node:fs/promises';

/**
 * Files that someone else may have put there: never a pipe, a device or a folder is read, and no more than announced.
 * Each throws an Error with a `code`: 'NOT_A_FILE', 'TOO_LARGE', or the file system's.
 */

/** Opening a pipe would wait for a writer; Windows has no such flag and no such files. */
const AT_ONCE = constants.O_RDONLY | (constants.O_NONBLOCK ?? 0);

interface ReadOptions {
  /** Refuse a link; Windows has no such flag. */
  readonly noLink?: boolean;
  /** Refuses a file by what the system says of it ('NOT_A_FILE'). */
  accept?(stats: Stats): boolean;
}

/** @param most bytes */
export async function readRegularFile(
  path: string,
  most: number,
  { noLink = false, accept = () => true }: ReadOptions = {},
): Promise<Buffer> {
  const file = await open(path, noLink ? AT_ONCE | (constants.O_NOFOLLOW ?? 0) : AT_ONCE);
  try {
    const stats = await file.stat();
    if (!accept(stats)) throw notAFile();
    const bytes = Buffer.alloc(sizeWithin(stats, most));
    let done = 0;
    while (done < bytes.length) {
      const { bytesRead } = await file.read(bytes, done, bytes.length - done, done);
      if (bytesRead === 0) break;
      done += bytesRead;
    }
    return bytes.subarray(0, done);
  } finally {
    await file.close();
  }
}

/** The same for a thread that has nothing else to do. */
export function readRegularFileSync(path: string, most: number): Buffer {
  const { descriptor, stats } = openRegularFileSync(path);
  try {
    const bytes = Buffer.alloc(sizeWithin(stats, most));
    let done = 0;
    while (done < bytes.length) {
      const count = readSync(descriptor, bytes, done, bytes.length - done, done);
      if (count === 0) break;
      done += count;
    }
    return bytes.subarray(0, done);
  } finally {
    closeSync(descriptor);
  }
}

/** To be read in parts. @returns a descriptor, to be closed */
export function openRegularFileSync(path: string): { readonly descriptor: number; readonly stats: Stats } {
  const descriptor = openSync(path, AT_ONCE);
  const stats = fstatSync(descriptor);
  if (stats.isFile()) return { descriptor, stats };
  closeSync(descriptor);
  throw notAFile();
}

function sizeWithin(stats: Stats, most: number): number {
  if (!stats.isFile()) throw notAFile();
  if (stats.size > most) throw coded('TOO_LARGE', `has ${stats.size} bytes and ${most} is the most`);
  return stats.size;
}

function notAFile(): NodeJS.ErrnoException {
  return coded('NOT_A_FILE', 'is not a regular file');
}

function coded(code: string, message: string): NodeJS.ErrnoException {
  return Object.assign(new Error(message), { code });
}
