import { randomFillSync } from 'node:crypto';
import { closeSync, constants, fstatSync, ftruncateSync, openSync, rmSync, statfsSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { OhmbrushError } from '../../shared/errors.ts';

/**
 * Room on the disk that nothing else takes: a file without meaning. SQLite needs some to note even that pictures are
 * deleted, so on a full disk the trash could not be emptied, and a library could not be opened.
 */
export interface Reserve {
  /** Does the work; if the disk is full, once more with the room that was kept for it. */
  use<T>(work: () => Promise<T>): Promise<T>;
  useSync<T>(work: () => T): T;
  /** Takes room anew, as far as there is any. */
  refill(): void;
}

/** Bytes: a log of SQLite that holds a thousand pages. */
const MOST = 4 * 2 ** 20;
/** Of a small disk, a part. */
const SHARE = 1 / 16;
const BLOCK = 64 * 1024;

export function reserve(folder: string): Reserve {
  const path = join(folder, 'reserved-space');

  function release(): void {
    rmSync(path, { force: true });
  }

  function refill(): void {
    try {
      fill(path, wantedBytes(folder));
    } catch {
      // Without it everything works until the disk is full.
    }
  }

  return {
    async use(work) {
      try {
        return await work();
      } catch (error) {
        if (!isDiskFull(error)) throw error;
        release();
        try {
          return await work();
        } finally {
          refill();
        }
      }
    },
    useSync(work) {
      try {
        return work();
      } catch (error) {
        if (!isDiskFull(error)) throw error;
        release();
        try {
          return work();
        } finally {
          refill();
        }
      }
    },
    refill,
  };
}

/** Whether an error, or what caused it, is that there is no room left. */
function isDiskFull(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const code = 'code' in error ? String(error.code) : '';
  if (/^(ENOSPC|EDQUOT|SQLITE_FULL)$/.test(code)) return true;
  return error instanceof OhmbrushError && isDiskFull(error.cause);
}

function wantedBytes(folder: string): number {
  const { blocks, bsize } = statfsSync(folder);
  return Math.floor(Math.min(MOST, blocks * bsize * SHARE) / BLOCK) * BLOCK;
}

/** Written, not only set to a length, and of random bytes: some disks keep neither holes nor zeros. */
function fill(path: string, bytes: number): void {
  // Never through a link, and never into what is no file.
  const flags = constants.O_WRONLY | constants.O_CREAT | constants.O_APPEND;
  const file = openSync(path, flags | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0), 0o600);
  try {
    const kind = fstatSync(file);
    if (!kind.isFile()) return;
    const { size } = kind;
    if (size > bytes) ftruncateSync(file, bytes);
    const block = Buffer.alloc(BLOCK);
    for (let written = size; written < bytes; written += BLOCK) writeSync(file, randomFillSync(block));
  } finally {
    closeSync(file);
  }
}
