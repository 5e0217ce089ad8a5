import { OhmbrushError } from '../../shared/errors.ts';
import { type LibraryLock, lockLibrary } from '../database/lock-library.ts';
import type { Library, LibraryOptions } from '../library/library.ts';
import { openLibrary } from '../library/open-library.ts';

/** Something that works on an open library, and closes it. */
interface OnLibrary {
  readonly library: Library;
  close(): Promise<void>;
}

/** A library's folder, whose database is open or damaged. No other process may have it meanwhile. */
export interface OpenOrDamaged<T extends OnLibrary> {
  /** Null while the library is not open. */
  readonly current: T | null;
  /** @throws OhmbrushError why the library is not open */
  opened(): T;
  /** Why the library is not open, or null. */
  readonly problem: OhmbrushError | null;
  /** Closes the library, does the work on its folder, and opens it again, whatever became of the work. */
  reopen(work: () => Promise<void>): Promise<void>;
  close(): Promise<void>;
}

/**
 * @param use called with the library each time it has been opened
 * @throws OhmbrushError as `openLibrary`, but for 'bad-library', which is then the problem
 */
export async function openOrDamaged<T extends OnLibrary>(
  options: LibraryOptions,
  use: (library: Library) => T,
): Promise<OpenOrDamaged<T>> {
  let current: T | null = null;
  let problem: OhmbrushError | null = null;

  async function open(): Promise<void> {
    try {
      current = use(await openLibrary(options));
      problem = null;
    } catch (error) {
      if (!(error instanceof OhmbrushError)) throw error;
      problem = error;
    }
  }

  async function close(): Promise<void> {
    const last = current;
    current = null;
    await last?.close();
  }

  await open();
  // A folder that is in use, from the future or out of reach is not ours to look after.
  if (problem !== null && (problem as OhmbrushError).code !== 'bad-library') throw problem;
  const lock: LibraryLock = lockLibrary(options.folder);

  return {
    get current() {
      return current;
    },
    opened() {
      if (current) return current;
      throw problem ?? new OhmbrushError('unavailable', 'the library is being opened', 'Try again in a moment');
    },
    get problem() {
      return problem;
    },
    async reopen(work) {
      await close();
      try {
        await work();
      } finally {
        await open();
      }
    },
    async close() {
      await close();
      lock.release();
    },
  };
}
