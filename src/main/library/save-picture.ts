import { existsSync } from 'node:fs';
import type { Imported } from '../../shared/contract/pictures.ts';
import { OhmbrushError } from '../../shared/errors.ts';
import { explainDatabaseError } from '../database/explain-error.ts';
import type { LibraryContext } from './context.ts';
import { hashOf } from './picture-files.ts';
import { forgetReported } from './verify.ts';

/** A picture's file content, with its hash as the file's name. */
interface PictureBytes {
  png: Buffer;
  thumbnail: Buffer;
  /** SHA-256 of the PNG without its painting note. */
  contentHash: string;
}

interface Rows {
  /** Adds the rows of a new picture; returns its id. */
  add(hash: string): number;
  /** Further changes in the same transaction. */
  also?(pictureId: number, isNew: boolean): void;
}

/**
 * Files first, flushed to disk, then one transaction. A crash before the commit leaves files that the next start sets
 * aside; once an id is returned, picture and rows are complete. A picture that the library already has keeps its row
 * (restored if it is in the trash) and its file, unless the file is missing.
 */
export function savePicture(
  { db, sql, files, setAside, lock, changed }: LibraryContext,
  { png, thumbnail, contentHash }: PictureBytes,
  { add, also }: Rows,
): Promise<{ id: number; outcome: Imported['outcome'] }> {
  /** A file with other content is replaced, but set aside and not deleted. */
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
