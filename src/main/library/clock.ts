import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { LibraryContext } from './context.ts';

/** A clock that moved so far between two looks was set, or nobody was there, milliseconds. */
const JUMP = 7 * 24 * 60 * 60 * 1000;

/**
 * Looks at the system's clock and remembers it. Where it jumped, by more than a week in either direction, everything
 * that is in the trash by then is asked about before it is purged: it may have been there for a minute. Likewise where
 * the database is older than the last look at it (put back from a copy, or with its log lost): what it takes for
 * trashed may have left the trash since.
 *
 * @returns whether the database is older than the last look at it
 */
export function lookAtClock({ sql, now, folder }: Pick<LibraryContext, 'sql' | 'now' | 'folder'>): {
  isOlder: boolean;
} {
  const time = now();
  const seen = sql('SELECT last_seen_at FROM care').pluck().get() as number | null;
  const file = join(folder, 'last-seen');
  const isOlder = (seen ?? Number.NEGATIVE_INFINITY) < readTime(file);
  const isDoubtful = isOlder || seen === null || Math.abs(time - seen) > JUMP;
  const hasTrash = sql('SELECT 1 FROM pictures WHERE trashed_at IS NOT NULL LIMIT 1').get() !== undefined;
  sql('UPDATE care SET last_seen_at = ?, jumped_at = CASE WHEN ? THEN ? ELSE jumped_at END').run(
    time,
    isDoubtful && hasTrash ? 1 : 0,
    time,
  );
  try {
    // After the commit: the file is never ahead of its own database.
    writeFileSync(file, String(time));
  } catch {
    // On a full disk. Then an older database would not be noticed by it.
  }
  return { isOlder };
}

/** Milliseconds since 1970; what is no time at all was not written by us, and doubts everything. */
function readTime(file: string): number {
  try {
    const time = Number(readFileSync(file, 'utf8'));
    return Number.isFinite(time) ? time : Number.POSITIVE_INFINITY;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ENOENT' ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY;
  }
}
