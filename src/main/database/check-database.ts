import { phrase } from '../../shared/refusals.ts';
import { createThread } from '../threads/thread.ts';

export interface CheckOrder {
  /** For a database that no connection has open. */
  file: string;
  /** Also compares indexes with their tables, and checks references. */
  thoroughly: boolean;
}

/** The limit is for JavaScript's heap only; SQLite's own memory does not count. */
const HEAP_MEGABYTES = 64;

/** Checks databases for damage in a worker thread. */
export interface DatabaseChecker {
  /**
   * @returns what is wrong, in SQLite's words; nothing for a sound database
   * @throws Error of the file system, which is no evidence of damage; OhmbrushError 'cancelled'
   */
  check(order: CheckOrder, signal?: AbortSignal): Promise<string[]>;
  close(): Promise<void>;
}

export function createChecker(): DatabaseChecker {
  const thread = createThread<CheckOrder, string[]>(new URL('./check-thread.ts', import.meta.url), {
    heapMegabytes: HEAP_MEGABYTES,
    purpose: phrase('check-database'),
  });
  return {
    check: (order, signal) =>
      thread.run(order, { signal }).catch((error: unknown) => {
        if (!isDamage(error)) throw error;
        return [(error as Error).message];
      }),
    close: () => thread.close(),
  };
}

/** Like `checkDatabases`, for a single file. */
export async function checkDatabase(order: CheckOrder, signal?: AbortSignal): Promise<string[]> {
  const checker = createChecker();
  try {
    return await checker.check(order, signal);
  } finally {
    await checker.close();
  }
}

/** Whether an error means that a file is a damaged database or not a database. */
export function isDamage(error: unknown): boolean {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  return code.startsWith('SQLITE_CORRUPT') || code === 'SQLITE_NOTADB';
}

/** 'Ohmb' in `PRAGMA application_id`: distinguishes our databases from those of other programs. */
export const APPLICATION_ID = 0x4f686d62;
