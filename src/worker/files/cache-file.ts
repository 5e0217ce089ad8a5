import { createHash, randomBytes } from 'node:crypto';
import { closeSync, fsyncSync, mkdirSync, openSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { readRegularFileSync } from '../../node/regular-file.ts';

/**
 * Files of the cache folder, which others may empty, damage or write-protect at any time. The first line is the SHA-256
 * of the name and the text below it, so that a file that was halved, changed or renamed counts as none.
 */

/** The largest calibration has half a megabyte. */
const MOST_BYTES = 2 ** 25;

/** The folder that main named when it started this process; null keeps nothing between runs. */
export function cacheFolder(): string | null {
  return process.env.OHMBRUSH_CACHE_FOLDER ?? null;
}

/** The text that was kept under a name; null where there is none that is whole. */
export function readCacheFile(folder: string, name: string): string | null {
  try {
    const content = readRegularFileSync(join(folder, name), MOST_BYTES).toString('utf8');
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
