import { OhmbrushError } from '../../shared/errors.ts';
import { type LibraryLock, lockLibrary } from '../database/lock-library.ts';
import type { Library, LibraryOptions } from '../library/open-library.ts';
import { openLibrary } from '../library/open-library.ts';
import { asOhmbrushError } from '../unexpected.ts';

/** Something that works on an open library, and closes it. */
interface OnLibrary {
  readonly library: Library;
  close(): Promise<void>;
}

/** A library's folder, whose database is open or damaged. No other process can open it meanwhile. */
export interface ReopenableLibrary<T extends OnLibrary> {
  /** Null while the library is not open. */
  readonly current: T | null;
  /** @throws OhmbrushError why the library is not open */
  opened(): T;
  /** Why the library is not open, or null. */
  readonly problem: OhmbrushError | null;
  /**
   * Closes the library, does the work on its folder, and opens it again, even if the work failed; it stays closed if
   * everything was closed meanwhile.
   *
   * @throws what the work throws; OhmbrushError 'unavailable' when everything is closed
   */
  reopen(work: () => Promise<void>): Promise<void>;
  /** Waits until a reopening in progress is done. */
  close(): Promise<void>;
}

/**
 * @param use called with the library each time it has been opened
 * @throws OhmbrushError as `openLibrary`, except 'bad-library', which is then kept as the problem
 */
export async function openReopenableLibrary<T extends OnLibrary>(
  options: LibraryOptions,
  use: (library: Library) => T,
): Promise<ReopenableLibrary<T>> {
  let current: T | null = null;
  let problem: OhmbrushError | null = null;
  let closed = false;
  let reopening: Promise<void> = Promise.resolve();

  async function open(): Promise<void> {
    try {
      const library = await openLibrary(options);
      try {
        current = use(library);
      } catch (error) {
        await library.close().catch(() => {});
        throw error;
      }
      problem = null;
    } catch (error) {
      problem = asOhmbrushError(error);
    }
  }

  async function closeCurrent(): Promise<void> {
    const last = current;
    current = null;
    await last?.close();
  }

  async function closeWorkOpen(work: () => Promise<void>): Promise<void> {
    try {
      await closeCurrent();
      if (closed) throw new OhmbrushError('studio-being-closed', {});
      await work();
    } finally {
      if (!closed) await open();
    }
  }

  await open();
  // A folder that is in use, of a newer version or inaccessible cannot be maintained.
  if (problem !== null && (problem as OhmbrushError).code !== 'bad-library') throw problem;
  const lock: LibraryLock = lockLibrary(options.folder);

  return {
    get current() {
      return current;
    },
    opened() {
      if (current) return current;
      throw problem ?? new OhmbrushError('library-opening', {});
    },
    get problem() {
      return problem;
    },
    reopen(work) {
      const run = reopening.then(() => closeWorkOpen(work));
      reopening = run.catch(() => {});
      return run;
    },
    async close() {
      closed = true;
      await reopening;
      await closeCurrent();
      lock.release();
    },
  };
}
