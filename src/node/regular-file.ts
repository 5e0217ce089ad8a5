import { closeSync, constants, fstatSync, openSync, readSync, type Stats } from 'node:fs';
import { open } from 'node:fs/promises';

/**
 * Reads files that someone else may have made: never a pipe, a device or a folder, and never more than their size. Each
 * function throws an Error with a `code`: 'NOT_A_FILE', 'TOO_LARGE', or the file system's.
 */

/** Opening a pipe would wait for a writer; Windows has neither this flag nor such files. */
const AT_ONCE = constants.O_RDONLY | (constants.O_NONBLOCK ?? 0);

/** The error 'TOO_LARGE'; both in bytes. */
export interface TooLargeError extends Error {
  readonly size: number;
  readonly most: number;
}

interface ReadOptions {
  /** Refuses a link; Windows has no such flag. */
  readonly noLink?: boolean;
  /** Refuses a file by its file system status ('NOT_A_FILE'). */
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

/** The synchronous version, for threads without other work. */
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

/** For reading in parts. @returns a descriptor that the caller has to close */
export function openRegularFileSync(path: string): { readonly descriptor: number; readonly stats: Stats } {
  const descriptor = openSync(path, AT_ONCE);
  const stats = fstatSync(descriptor);
  if (stats.isFile()) return { descriptor, stats };
  closeSync(descriptor);
  throw notAFile();
}

function sizeWithin(stats: Stats, most: number): number {
  if (!stats.isFile()) throw notAFile();
  const { size } = stats;
  if (size > most) throw Object.assign(coded('TOO_LARGE', `has ${size} bytes and ${most} is the most`), { size, most });
  return size;
}

function notAFile(): NodeJS.ErrnoException {
  return coded('NOT_A_FILE', 'is not a regular file');
}

function coded(code: string, message: string): NodeJS.ErrnoException {
  return Object.assign(new Error(message), { code });
}
