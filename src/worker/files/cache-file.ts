import { createHash, randomBytes } from 'node:crypto';
import {
  closeSync,
  constants,
  fstatSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';

/**
 * Files of the cache folder, which others may empty, damage or write-protect at any time. The first line is the SHA-256
 * of the name and the text below it, so that a file that was halved, changed or renamed counts as none.
 */

/** The largest calibration has half a megabyte. */
const MOST_BYTES = 2 ** 25;

/** The text that was kept under a name; null where there is none that is whole. */
export function readCacheFile(folder: string, name: string): string | null {
  try {
    const content = readPlainFile(join(folder, name));
    const end = content.indexOf('\n');
    const text = content.slice(end + 1);
    return content.slice(0, Math.max(end, 0)) === headOf(name, text) ? text : null;
  } catch {
    return null;
  }
}

/**
 * Keeps a text, whole or not at all: written beside, flushed, renamed. What stood under that name is replaced.
 *
 * @returns why it could not be kept, or null
 */
export function writeCacheFile(folder: string, name: string, text: string): string | null {
  const file = join(folder, name);
  const beside = `${file}.${randomBytes(6).toString('hex')}.tmp`;
  try {
    mkdirSync(folder, { recursive: true });
    const handle = openSync(beside, 'wx');
    try {
      writeFileSync(handle, `${headOf(name, text)}\n${text}`);
      fsyncSync(handle);
    } finally {
      closeSync(handle);
    }
    renameSync(beside, file);
    return null;
  } catch (error) {
    try {
      rmSync(beside, { force: true });
    } catch {
      // The folder itself cannot be written; the first error says why.
    }
    return (error as Error).message;
  }
}

function headOf(name: string, text: string): string {
  return `ohmbrush-cache-1 ${createHash('sha256').update(`${name}\n${text}`).digest('hex')}`;
}

/** Not a pipe, which would never end, and not a disk's worth of zeros. */
function readPlainFile(path: string): string {
  // Undefined on Windows, which has no pipes among its files.
  const handle = openSync(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
  try {
    const found = fstatSync(handle);
    if (!found.isFile() || found.size > MOST_BYTES) throw new RangeError(`${path} is no file of the cache`);
    return readFileSync(handle, 'utf8');
  } finally {
    closeSync(handle);
  }
}
