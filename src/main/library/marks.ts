import type { LibraryContext } from './context.ts';

/** Unknown ids are ignored. */
export function star(context: LibraryContext, { ids, star }: { ids: number[]; star: boolean }): void {
  context
    .sql('UPDATE pictures SET star = ? WHERE id IN (SELECT value FROM json_each(?))')
    .run(star ? 1 : 0, JSON.stringify(ids));
  context.changed('pictures');
}

export function rate(context: LibraryContext, { ids, rating }: { ids: number[]; rating: number }): void {
  context
    .sql('UPDATE pictures SET rating = ? WHERE id IN (SELECT value FROM json_each(?))')
    .run(rating, JSON.stringify(ids));
  context.changed('pictures');
}

/** Tags are case-insensitive. */
export function tag(
  context: LibraryContext,
  { ids, add, remove }: { ids: number[]; add: string[]; remove: string[] },
): void {
  const wanted = JSON.stringify(ids);
  context.db.transaction(() => {
    for (const name of remove) {
      context
        .sql('DELETE FROM picture_tags WHERE tag = ? AND picture_id IN (SELECT value FROM json_each(?))')
        .run(name, wanted);
    }
    for (const name of add) {
      context
        .sql(`INSERT OR IGNORE INTO picture_tags (tag, picture_id)
          SELECT ?, id FROM pictures WHERE id IN (SELECT value FROM json_each(?))`)
        .run(name, wanted);
    }
  })();
  context.changed('pictures');
}
