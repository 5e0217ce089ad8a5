import type { LibraryContext } from './context.ts';

/**
 * Makes new pictures start at an id that no database of this library has used: browsers cache what an id names for
 * ever. Needed for a new database or one restored from a copy. Ids start at the tenths of a second since 1970, because
 * no library grows faster than that.
 */
export function skipUsedIds({ sql, now }: Pick<LibraryContext, 'sql' | 'now'>): void {
  const start = Math.floor(now() / 100);
  const { changes } = sql("UPDATE sqlite_sequence SET seq = max(seq, ?) WHERE name = 'pictures'").run(start);
  if (changes === 0) sql("INSERT INTO sqlite_sequence (name, seq) VALUES ('pictures', ?)").run(start);
}
