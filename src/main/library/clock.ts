import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { LibraryContext } from './context.ts';

/** A clock that moved so far between two looks was set, or nobody was there, milliseconds. */
const JUMP = 7 * 24 * 60 * 60 * 1000;

/**
 * Looks at the system's clock and remembers it. Where it jumped, by more than a week in either direction, everything that
 * is in the trash by then is asked about before it is purged: it may have been there for a minute. Likewise where the
 * database is an older one (put back from a copy, or with its log lost): what it takes for trashed may have left the trash
 * since. Looks are counted in the database and beside it, so that an older one is known by its count, whatever the clock.
 *
 * @returns whether the database is an older one
 */
export function lookAtClock({ sql, now, folder }: Pick<LibraryContext, 'sql' | 'now' | 'folder'>): {
  isOlder: boolean;
} {
  const time = now();
  const last = sql<{ seen: number | null; looks: number }>('SELECT last_seen_at AS seen, looks FROM care').get();
  const { seen = null, looks = 0 } = last ?? {};
  const file = join(folder, 'looks');
  const counted = readCount(file);
  const isOlder = looks < counted;
  const isDoubtful = isOlder || seen === null || Math.abs(time - seen) > JUMP;
  const hasTrash = sql('SELECT 1 FROM pictures WHERE trashed_at IS NOT NULL LIMIT 1').get() !== undefined;
  // Past the count of whatever was there: the next look must not take this one for older.
  const count = Math.max(looks, Math.min(counted, MOST_LOOKS)) + 1;
  sql('UPDATE care SET last_seen_at = ?, looks = ?, jumped_at = CASE WHEN ? THEN ? ELSE jumped_at END').run(
    time,
    count,
    isDoubtful && hasTrash ? 1 : 0,
    time,
  );
  try {
    // After the commit: the file is never ahead of its own database.
    writeFileSync(file, String(count));
  } catch {
    // On a full disk. Then an older database would not be noticed by it.
  }
  return { isOlder };
}

/** More than any library sees. */
const MOST_LOOKS = 2 ** 50;

/** What is no count at all was not written by us, and makes every database an older one. */
function readCount(file: string): number {
  try {
    const count = Number(readFileSync(file, 'utf8'));
    return Number.isSafeInteger(count) ? count : MOST_LOOKS;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ENOENT' ? 0 : MOST_LOOKS;
  }
}
