import { createHash } from 'node:crypto';
import type { Imported } from '../../shared/contract/pictures.ts';
import { explainDatabaseError } from '../database/explain-error.ts';
import type { LibraryContext } from './context.ts';

interface Rows {
  /** Adds the rows of a picture that is not there yet; returns its id. */
  add(hash: string): number;
  /** What else belongs in the transaction. */
  also?(pictureId: number, isNew: boolean): void;
}

/**
 * Files first, flushed to disk, then one transaction. A crash before the commit leaves files that the next start removes; a
 * picture whose id was returned is whole. A file that the library has already keeps its row, taken out of the trash if
 * it is there.
 */
export function keepPicture(
  { db, sql, files, lock }: LibraryContext,
  png: Buffer,
  thumbnail: Buffer,
  { add, also }: Rows,
): Promise<{ id: number; outcome: Imported['outcome'] }> {
  const hash = createHash('sha256').update(png).digest('hex');
  return lock(async () => {
    await files.write(hash, { png, thumbnail });
    const find = sql<{ id: number; trashed_at: number | null }>('SELECT id, trashed_at FROM pictures WHERE hash = ?');
    try {
      return db.transaction(() => {
        const known = find.get(hash);
        const id = known?.id ?? add(hash);
        if (known?.trashed_at != null) sql('UPDATE pictures SET trashed_at = NULL WHERE id = ?').run(id);
        also?.(id, known === undefined);
        const outcome = known === undefined ? 'new' : known.trashed_at === null ? 'existing' : 'restored';
        return { id, outcome } as const;
      })();
    } catch (error) {
      if (!find.get(hash)) await files.remove(hash);
      throw explainDatabaseError(error, db.name);
    }
  });
}
