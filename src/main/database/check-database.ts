import { phrase } from '../../shared/refusals.ts';
import { createThread } from '../threads/thread.ts';

export interface CheckOrder {
  /** Of a database that nobody has open. */
  file: string;
  /** Also indexes against their tables, and references. */
  thoroughly: boolean;
}

/** Of SQLite's own memory nothing counts here. */
const HEAP_MEGABYTES = 64;

/** Says what is wrong with databases, in a thread of its own. */
export interface DatabaseChecker {
  /**
   * @returns what is wrong, in SQLite's words; nothing for a sound database
   * @throws Error of the file system, which says nothing about the database; OhmbrushError 'cancelled'
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

/** The same for a single one. */
export async function checkDatabase(order: CheckOrder, signal?: AbortSignal): Promise<string[]> {
  const checker = createChecker();
  try {
    return await checker.check(order, signal);
  } finally {
    await checker.close();
  }
}

/** Whether an error says that a file is a damaged database, or none. */
export function isDamage(error: unknown): boolean {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  return code.startsWith('SQLITE_CORRUPT') || code === 'SQLITE_NOTADB';
}

/** 'Ohmb' in `PRAGMA application_id`: tells our databases from those of other programs. */
export const APPLICATION_ID = 0x4f686d62;
