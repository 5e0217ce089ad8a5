import type { LibraryContext } from './context.ts';

/** A clock that moved so far between two looks was set, or nobody was there, milliseconds. */
const JUMP = 7 * 24 * 60 * 60 * 1000;

/**
 * Looks at the system's clock and remembers it. Where it jumped, by more than a week in either direction, everything that is in
 * the trash by then is asked about before it is purged: it may have been there for a minute.
 */
export function lookAtClock({ sql, now }: Pick<LibraryContext, 'sql' | 'now'>): void {
  const seen = sql('SELECT last_seen_at FROM care').pluck().get() as number | null;
  const time = now();
  const hasJumped = seen !== null && Math.abs(time - seen) > JUMP;
  sql('UPDATE care SET last_seen_at = ?, jumped_at = CASE WHEN ? THEN ? ELSE jumped_at END').run(
    time,
    hasJumped ? 1 : 0,
    time,
  );
}

/** The same without a jump: in a database that was put back from a backup, the trash may hold what has left it since. */
export function doubtTrash({ sql, now }: Pick<LibraryContext, 'sql' | 'now'>): void {
  sql('UPDATE care SET jumped_at = ?').run(now());
}
