import { existsSync } from 'node:fs';
import type { Imported } from '../../shared/contract/pictures.ts';
import { OhmbrushError } from '../../shared/errors.ts';
import { explainDatabaseError } from '../database/explain-error.ts';
import type { LibraryContext } from './context.ts';
import { hashOf } from './picture-files.ts';
import { forgetReported } from './verify.ts';

/** A picture as its file and what the file is called. */
interface PictureBytes {
  png: Buffer;
  thumbnail: Buffer;
  /** SHA-256 of the PNG without the note of its painting. */
  contentHash: string;
}

interface Rows {
  /** Adds the rows of a picture that is not there yet; returns its id. */
  add(hash: string): number;
  /** What else belongs in the transaction. */
  also?(pictureId: number, isNew: boolean): void;
}

/**
 * Files first, flushed to disk, then one transaction. A crash before the commit leaves files that the next start sets
 * aside; a picture whose id was returned is whole. A picture that the library has already keeps its row, taken out of
 * the trash if it is there, and its file, unless that is gone.
 */
export function savePicture(
  { db, sql, files, setAside, lock, changed }: LibraryContext,
  { png, thumbnail, contentHash }: PictureBytes,
  { add, also }: Rows,
): Promise<{ id: number; outcome: Imported['outcome'] }> {
  /** One that was changed makes way for the whole one, and is not lost either. */
  async function isSound(hash: string): Promise<boolean> {
    const path = files.picture(hash);
    if (!existsSync(path)) return false;
    try {
      await files.readSound(hash);
      return true;
    } catch (error) {
      if (!(error instanceof OhmbrushError) || error.code !== 'bad-file') return true;
      await setAside.put(path);
      return false;
    }
  }

  return lock.add(async () => {
    const find = sql<{ id: number; hash: string; trashed_at: number | null }>(
      'SELECT id, hash, trashed_at FROM pictures WHERE hash = ? OR content_hash = ?',
    );
    const known = find.get(contentHash, contentHash);
    const hasFile = known !== undefined && (await isSound(known.hash));
    const hash = hasFile ? known.hash : hashOf(png);
    await files.write(hash, hasFile ? { thumbnail } : { png, thumbnail });
    try {
      const kept = db.transaction(() => {
        const id = known?.id ?? add(hash);
        sql('UPDATE pictures SET hash = ?, content_hash = ?, trashed_at = NULL WHERE id = ?').run(
          hash,
          contentHash === hash ? null : contentHash,
          id,
        );
        if (known && !hasFile) forgetReported({ sql }, id);
        also?.(id, known === undefined);
        const outcome = known === undefined ? 'new' : known.trashed_at === null ? 'existing' : 'restored';
        return { id, outcome } as const;
      })();
      if (known && !hasFile) changed('library');
      return kept;
    } catch (error) {
      // Its file is a picture all the same, and may be the only copy.
      if (!hasFile) await setAside.put(files.picture(hash)).catch(() => {});
      changed('library');
      throw explainDatabaseError(error, db.name);
    }
  });
}
