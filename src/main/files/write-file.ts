import { randomBytes } from 'node:crypto';
import { lstat, open, realpath, rename, rm, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { cancelled, OhmbrushError } from '../../shared/errors.ts';
import { phrase } from '../../shared/refusals.ts';
import { isKnownReason, reasonOf } from './reason-of.ts';

/**
 * Fails now, before hours of painting, if `path` could not be written later. Tests it by creating an empty file beside
 * it, because permission bits are not reliable for read-only mounts, quotas and special file systems.
 *
 * @throws OhmbrushError 'unwritable'
 */
export async function assertWritable(path: string): Promise<void> {
  const target = await finalTarget(path);
  const temporary = temporaryBeside(target);
  try {
    await (await open(temporary, 'wx')).close();
  } catch (error) {
    throw unwritable(path, error);
  } finally {
    await rm(temporary, { force: true }).catch(() => {});
  }
}

/**
 * Writes a file completely or not at all: into a temporary file in the same folder, flushed to disk, then renamed to
 * `path`.
 * On failure or abort the temporary file is removed and an older file at `path` stays as it was.
 *
 * @param mode permissions of the file, less the umask
 * @throws OhmbrushError 'unwritable', or 'cancelled' when the signal fired before the rename
 */
export async function writeFileAtomic(
  path: string,
  bytes: Uint8Array,
  signal?: AbortSignal,
  mode = 0o666,
): Promise<void> {
  const target = await finalTarget(path);
  const temporary = temporaryBeside(target);
  try {
    const file = await open(temporary, 'wx', mode);
    try {
      await file.writeFile(bytes, { signal });
      await file.sync();
    } finally {
      await file.close();
    }
    if (signal?.aborted) throw cancelled();
    await rename(temporary, target);
  } catch (error) {
    await rm(temporary, { force: true }).catch(() => {});
    if (signal?.aborted) throw cancelled();
    throw unwritable(path, error);
  }
}

/** The file that a rename has to replace: for a link its target; never a device, a pipe or a folder. */
async function finalTarget(path: string): Promise<string> {
  try {
    const target = (await exists(path)) ? await realpath(path) : path;
    const kind = await stat(target).catch(ignoreMissing);
    if (kind?.isDirectory()) {
      throw new OhmbrushError('write-to-folder', { path });
    }
    if (kind && !kind.isFile()) {
      throw new OhmbrushError('write-to-special', { path });
    }
    if (kind && (kind.mode & 0o222) === 0) {
      throw new OhmbrushError('write-protected', { path });
    }
    return target;
  } catch (error) {
    throw error instanceof OhmbrushError ? error : unwritable(path, error);
  }
}

async function exists(path: string): Promise<boolean> {
  return (await lstat(path).catch(ignoreMissing)) !== undefined;
}

/** For the `catch` of operations on a file that may not exist. */
export function ignoreMissing(error: NodeJS.ErrnoException): undefined {
  if (error.code !== 'ENOENT') throw error;
}

/** Whether this names the temporary file of a write that is not finished, or that a crash interrupted. */
export function isTemporaryName(name: string): boolean {
  return /^\.ohmbrush-[0-9a-f]+\.tmp$/.test(name);
}

function temporaryBeside(target: string): string {
  return join(dirname(target), `.ohmbrush-${randomBytes(6).toString('hex')}.tmp`);
}

/** Why the file system refused, in words; undefined for an error that is not of that kind. */
export function explainSystemError(error: unknown): OhmbrushError | undefined {
  const { code, path } = error as NodeJS.ErrnoException;
  if (!(error instanceof Error) || code === undefined || !isKnownReason(code) || path === undefined) return undefined;
  return unwritable(path, error);
}

function unwritable(path: string, error: unknown): OhmbrushError {
  const { code } = error as NodeJS.ErrnoException;
  const advice =
    code === 'ENOENT'
      ? phrase('create-or-elsewhere', { folder: dirname(path) })
      : phrase('elsewhere', { file: basename(path) });
  return new OhmbrushError('file-unwritable', { path, why: reasonOf(error), advice }, { cause: error });
}
