import { spawnSync } from 'node:child_process';
import { closeSync, fstatSync, ftruncateSync, mkdtempSync, openSync, rmdirSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestContext } from 'vitest';

/** A disk of its own of a few megabytes. */
export interface SmallDisk {
  /** Where it is mounted. */
  readonly path: string;
  /** Fills it to the last byte, or (nearly: a disk gives space in pages) until `leave` bytes are free. */
  fill(leave?: number): void;
  /** Takes back what `fill` wrote. */
  free(): void;
  /** Mounts it read-only, or writable again. Fails while a file is open for writing. */
  setReadOnly(readOnly: boolean): void;
}

/**
 * Mounts a small disk in memory for the test of `context`, and takes it away when the test is over, however it ended.
 * Where this user may not mount (only root on Linux may; `npm run test:reliability` makes itself root of a namespace of
 * its own) the test is skipped and says so.
 */
export function smallDisk(context: TestContext, megabytes: number): SmallDisk {
  if (process.platform !== 'linux') context.skip('no small disk: only Linux has tmpfs');
  const path = mkdtempSync(join(tmpdir(), 'ohmbrush-small-disk-'));
  const refusal = run('mount', '-t', 'tmpfs', '-o', `size=${megabytes}m,mode=0700`, 'tmpfs', path);
  if (refusal !== null) {
    rmdirSync(path);
    context.skip(`no small disk: ${refusal}`);
  }
  const filler = join(path, '.filler');

  const unmount = () => {
    process.off('exit', unmount);
    // Lazily: a file that a failed test left open must not keep the disk.
    const problem = run('umount', '--lazy', path);
    if (problem !== null) throw new Error(`the small disk at ${path} stays: ${problem}`);
    rmdirSync(path);
  };
  context.onTestFinished(unmount);
  process.once('exit', unmount);

  return {
    path,
    fill(leave = 0) {
      const file = openSync(filler, 'a');
      try {
        for (const size of [1 << 20, 1 << 12, 1]) writeUntilFull(file, Buffer.alloc(size, 1));
        if (leave > 0) ftruncateSync(file, Math.max(0, fstatSync(file).size - leave));
      } finally {
        closeSync(file);
      }
    },
    free() {
      rmSync(filler, { force: true });
    },
    setReadOnly(readOnly) {
      const problem = run('mount', '-o', `remount,${readOnly ? 'ro' : 'rw'}`, path);
      if (problem !== null) throw new Error(problem);
    },
  };
}

/** Writes `block` again and again until the disk has no room for another. */
function writeUntilFull(file: number, block: Buffer): void {
  for (;;) {
    try {
      if (writeSync(file, block) < block.length) return;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOSPC') return;
      throw error;
    }
  }
}

/** Null when the command succeeded, otherwise its error output. */
function run(command: string, ...args: string[]): string | null {
  const { status, stderr, error } = spawnSync(command, args, { encoding: 'utf8' });
  if (status === 0) return null;
  return error?.message ?? (stderr.trim() || `${command} ended with ${status}`);
}
