import type { LibraryContext } from './context.ts';

/**
 * Makes new pictures start at an id that no database of this library has given away: browsers keep what an id names for
 * ever. For a database that was started anew or put back from a copy. Tenths of a second since 1970: no library grows
 * faster.
 */
export function skipUsedIds({ sql, now }: Pick<LibraryContext, 'sql' | 'now'>): void {
  const start = Math.floor(now() / 100);
  const { changes } = sql("UPDATE sqlite_sequence SET seq = max(seq, ?) WHERE name = 'pictures'").run(start);
  if (changes === 0) sql("INSERT INTO sqlite_sequence (name, seq) VALUES ('pictures', ?)").run(start);
}
