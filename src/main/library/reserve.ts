import { randomFillSync } from 'node:crypto';
import { closeSync, constants, fstatSync, ftruncateSync, openSync, rmSync, statfsSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { OhmbrushError } from '../../shared/errors.ts';

/**
 * Disk space reserved by a file without meaning. SQLite needs some space even to record that pictures are deleted, so
 * without it a full disk could not be cleared by emptying the trash, and a library could not be opened.
 */
export interface Reserve {
  /** Does the work; if the disk is full, releases the reserved space and tries once more. */
  use<T>(work: () => Promise<T>): Promise<T>;
  useSync<T>(work: () => T): T;
  /** Reserves the space again, as much as there is. */
  refill(): void;
}

/** Bytes: the size of a SQLite log of a thousand pages. */
const MOST = 4 * 2 ** 20;
/** At most this share of a small disk. */
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
      // Without the reserve everything still works until the disk is full.
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

/** Whether an error, or its cause, means that the disk is full. */
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

/** Random bytes are really written: some disks store neither holes nor zeros. */
function fill(path: string, bytes: number): void {
  // Never through a link, and only into a regular file.
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
