import { constants } from 'node:fs';
import { copyFile, mkdtemp, rm } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { LibraryContext } from './context.ts';

/** What the files of pictures do not tell: it is only in databases. Each by itself, for another may be damaged. */
const MARKS: readonly string[] = [
  `UPDATE pictures SET (star, rating, created_at, source) = (
     SELECT star, rating, created_at, source FROM old.pictures AS was WHERE was.hash = pictures.hash
   ) WHERE hash IN (SELECT hash FROM old.pictures)`,
  // Counted from today: nothing leaves the trash because of an old date.
  `UPDATE pictures SET trashed_at = :now
   WHERE hash IN (SELECT hash FROM old.pictures WHERE trashed_at IS NOT NULL)`,
  `INSERT OR IGNORE INTO picture_tags (tag, picture_id)
   SELECT tag, pictures.id FROM old.picture_tags AS had
   JOIN old.pictures AS was ON was.id = had.picture_id JOIN pictures ON pictures.hash = was.hash`,
  `INSERT OR IGNORE INTO boards (name) SELECT name FROM old.boards ORDER BY id`,
  `INSERT OR IGNORE INTO board_pictures (board_id, picture_id)
   SELECT boards.id, pictures.id FROM old.board_pictures AS had
   JOIN old.boards AS of ON of.id = had.board_id JOIN boards ON boards.name = of.name
   JOIN old.pictures AS was ON was.id = had.picture_id JOIN pictures ON pictures.hash = was.hash`,
  `INSERT OR IGNORE INTO prompts (prompt, negative_prompt)
   SELECT prompt, negative_prompt FROM old.prompts ORDER BY id`,
  `INSERT OR IGNORE INTO chips (id, profile) SELECT id, profile FROM old.chips`,
  `INSERT OR IGNORE INTO settings (key, value) SELECT key, value FROM old.settings`,
];

/**
 * Stars, ratings, tags, boards, own chips and settings from older databases of the library: the damaged one as far as it can
 * still be read, then the backups, each for what those before it could not give. Copies are read, the files stay as they are.
 *
 * @param databases paths, the newest first
 */
export async function salvageMarks({ db, folder, now, changed }: LibraryContext, databases: readonly string[]) {
  const left = new Set(MARKS);
  for (const database of databases) {
    if (left.size === 0) break;
    const work = await mkdtemp(join(folder, 'checking-'));
    try {
      const copy = join(work, basename(database));
      for (const ending of ['', '-wal']) {
        await copyFile(`${database}${ending}`, `${copy}${ending}`, constants.COPYFILE_FICLONE).catch(() => {});
      }
      db.prepare('ATTACH ? AS old').run(copy);
      try {
        for (const mark of left) if (takes(() => db.prepare(mark).run({ now: now() }))) left.delete(mark);
      } finally {
        db.exec('DETACH old');
      }
    } catch {
      // Not a database any more: the next one may do.
    } finally {
      await rm(work, { recursive: true, force: true }).catch(() => {});
    }
  }
  changed('pictures', 'boards', 'chips', 'prompts');
}

function takes(work: () => unknown): boolean {
  try {
    work();
    return true;
  } catch {
    return false;
  }
}
