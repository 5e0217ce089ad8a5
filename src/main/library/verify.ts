import { join } from 'node:path';
import type { VerifyReport } from '../../shared/contract/maintenance.ts';
import { decodeText, encodeText, readOrNull } from '../../shared/formats/format.ts';
import { VERIFY_REPORT } from '../../shared/formats/verify-report.ts';
import { phrase } from '../../shared/refusals.ts';
import type { UnreadItem } from '../../shared/unread.ts';
import { checkDatabase } from '../database/check-database.ts';
import { withCheckingFolder } from '../database/checking-folder.ts';
import { copyDatabase } from '../database/copy-database.ts';
import { createThread } from '../threads/thread.ts';
import type { LibraryContext } from './context.ts';

export interface HashOrder {
  readonly folder: string;
  readonly pictures: readonly { readonly id: number; readonly hash: string }[];
  /** Pause between two files, milliseconds. */
  readonly pause: number;
}

export type HashReport = Pick<VerifyReport, 'missing' | 'changed' | 'unreadable' | 'unread'>;

export interface VerifyOptions {
  onProgress?(done: number, total: number): void;
  signal?: AbortSignal | undefined;
  /** Milliseconds to wait between two files, so that users notice nothing; 0: as fast as possible. */
  pause: number;
}

/** The heap limit; a picture's bytes are outside of the JavaScript heap. */
const HEAP_MEGABYTES = 128;

/**
 * Checks the whole database and every picture file in worker threads, and stores the result. Changes nothing else.
 *
 * @throws OhmbrushError 'cancelled'; 'unwritable' when there is no room for a copy of the database
 */
export async function verify(
  context: LibraryContext,
  { onProgress, signal: stopped, pause }: VerifyOptions,
): Promise<VerifyReport> {
  const signal = AbortSignal.any([context.closing, ...(stopped ? [stopped] : [])]);
  const { database, unread } = await context.copying.add(() => verifyDatabase(context, signal));
  const pictures = context.sql<{ id: number; hash: string }>('SELECT id, hash FROM pictures').all();
  const thread = createThread<HashOrder, HashReport, number>(new URL('./verify-thread.ts', import.meta.url), {
    heapMegabytes: HEAP_MEGABYTES,
    purpose: phrase('read-pictures'),
  });
  try {
    const found = await thread.run(
      { folder: context.folder, pictures, pause },
      { signal, onProgress: (done) => onProgress?.(done, pictures.length) },
    );
    const files = sinceThen(context, found);
    const report: VerifyReport = {
      at: context.now(),
      files: pictures.length,
      database,
      ...files,
      unread: [...unread, ...files.unread],
    };
    context.sql('UPDATE care SET verified = ?').run(encodeText(VERIFY_REPORT, report));
    context.changed('library');
    return report;
  } finally {
    await thread.close();
  }
}

/** The result of the last check, or null before there was one. */
export function lastVerified({ sql }: Pick<LibraryContext, 'sql'>): VerifyReport | null {
  const json = sql('SELECT verified FROM care').pluck().get() as string | null;
  // A result of a newer version, or a damaged one, counts as none: the next check makes a new one.
  return json === null ? null : readOrNull(decodeText(VERIFY_REPORT, json));
}

/** A picture whose file is complete again is no longer reported. */
export function forgetReported(context: Pick<LibraryContext, 'sql'>, id: number): void {
  const report = lastVerified(context);
  if (!report) return;
  const others = (ids: readonly number[]) => ids.filter((other) => other !== id);
  const { missing, changed, unreadable } = report;
  const left = { missing: others(missing), changed: others(changed), unreadable: others(unreadable) };
  context.sql('UPDATE care SET verified = ?').run(encodeText(VERIFY_REPORT, { ...report, ...left }));
}

/** A copy is checked: the database itself is in use, and SQLite's check would block every other call. */
function verifyDatabase({ db, folder }: LibraryContext, signal: AbortSignal) {
  return withCheckingFolder(folder, async (checking) => {
    const copy = join(checking, 'library.db');
    await copyDatabase(db, copy);
    const database = await checkDatabase({ file: copy, thoroughly: true }, signal);
    // Rows of a damaged database would only repeat the same report.
    return { database, unread: database.length > 0 ? [] : await readUnread(copy, signal) };
  });
}

/** In a worker thread: it unpacks every recipe and report. */
async function readUnread(file: string, signal: AbortSignal): Promise<UnreadItem[]> {
  const thread = createThread<string, UnreadItem[]>(new URL('./unread-thread.ts', import.meta.url), {
    heapMegabytes: HEAP_MEGABYTES,
    purpose: phrase('read-database'),
  });
  try {
    return await thread.run(file, { signal });
  } finally {
    await thread.close();
  }
}

/** Pictures that were purged while their files were being read are not missing. */
function sinceThen({ sql }: LibraryContext, found: HashReport): HashReport {
  const isThere = sql('SELECT 1 FROM pictures WHERE id = ?');
  const still = (ids: readonly number[]) => ids.filter((id) => isThere.get(id) !== undefined);
  return {
    missing: still(found.missing),
    changed: still(found.changed),
    unreadable: still(found.unreadable),
    unread: found.unread.filter(({ id }) => isThere.get(Number(id)) !== undefined),
  };
}
