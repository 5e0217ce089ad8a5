import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { LibraryContext } from './context.ts';

/**
 * A larger change of the clock between two readings means that it was set, or that the program was not running;
 * milliseconds.
 */
const JUMP = 7 * 24 * 60 * 60 * 1000;

/**
 * Reads the system's clock and stores the reading. If it jumped by more than a week in either direction, every picture
 * in the trash at that time is purged only after a confirmation: it may have been there for a minute. The same applies
 * if the database is an older one (restored from a copy, or with its log lost): pictures that it lists as trashed may
 * have been restored since. Readings are counted in the database and in a file beside it, so that an older database is
 * recognised by its count, whatever the clock says.
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
  // Higher than any count found, so that the next reading does not take this database for an older one.
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
    // The disk is full. An older database would then not be recognised by its count.
  }
  return { isOlder };
}

/** More readings than any library gets. */
const MOST_LOOKS = 2 ** 50;

/** A file that holds no valid count was not written by us, and makes every database an older one. */
function readCount(file: string): number {
  try {
    const count = Number(readFileSync(file, 'utf8'));
    return Number.isSafeInteger(count) ? count : MOST_LOOKS;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ENOENT' ? 0 : MOST_LOOKS;
  }
}
