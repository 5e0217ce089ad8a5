import { constants } from 'node:fs';
import { copyFile, mkdtemp, rm } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { hasStrangeSchema } from '../database/strange-schema.ts';
import type { LibraryContext } from './context.ts';

/** What the files of pictures do not tell of them. Each by itself, for another may be damaged. */
const OF_PICTURES: readonly string[] = [
  `UPDATE pictures SET (star, rating, created_at, source) = (
     SELECT star, rating, created_at, source FROM old.pictures AS was WHERE was.hash = pictures.hash
   ) WHERE id > :since AND hash IN (SELECT hash FROM old.pictures)`,
  // Counted from today: nothing leaves the trash because of an old date.
  `UPDATE pictures SET trashed_at = :now
   WHERE id > :since AND hash IN (SELECT hash FROM old.pictures WHERE trashed_at IS NOT NULL)`,
  `INSERT OR IGNORE INTO picture_tags (tag, picture_id)
   SELECT tag, pictures.id FROM old.picture_tags AS had
   JOIN old.pictures AS was ON was.id = had.picture_id JOIN pictures ON pictures.hash = was.hash
   WHERE pictures.id > :since`,
  `INSERT OR IGNORE INTO boards (name)
   SELECT DISTINCT name FROM old.board_pictures AS had JOIN old.boards AS of ON of.id = had.board_id
   JOIN old.pictures AS was ON was.id = had.picture_id JOIN pictures ON pictures.hash = was.hash
   WHERE pictures.id > :since`,
  `INSERT OR IGNORE INTO board_pictures (board_id, picture_id)
   SELECT boards.id, pictures.id FROM old.board_pictures AS had
   JOIN old.boards AS of ON of.id = had.board_id JOIN boards ON boards.name = of.name
   JOIN old.pictures AS was ON was.id = had.picture_id JOIN pictures ON pictures.hash = was.hash
   WHERE pictures.id > :since`,
];

/** What a library has besides pictures. */
const OF_THE_LIBRARY: readonly string[] = [
  'INSERT OR IGNORE INTO boards (name) SELECT name FROM old.boards ORDER BY id',
  `INSERT OR IGNORE INTO prompts (prompt, negative_prompt)
   SELECT prompt, negative_prompt FROM old.prompts ORDER BY id`,
  'INSERT OR IGNORE INTO chips (id, profile) SELECT id, profile FROM old.chips',
  'INSERT OR IGNORE INTO settings (key, value) SELECT key, value FROM old.settings',
];

/**
 * Stars, ratings, trash, tags and boards of pictures that came in again, from older databases of the library.
 *
 * @param databases paths, the newest first
 * @param since id after which pictures came in
 */
export async function salvageMarks(context: LibraryContext, databases: readonly string[], since: number) {
  await salvage(context, databases, OF_PICTURES, { since, now: context.now() });
  context.changed('pictures', 'boards');
}

/** Boards, prompts, own chips and choices, for a database that was started anew. */
export async function salvageLibrary(context: LibraryContext, databases: readonly string[]) {
  await salvage(context, databases, OF_THE_LIBRARY, {});
  context.changed('boards', 'prompts', 'chips');
}

/** Asks one after the other, each for what those before it could not give. Copies are read, the files stay as they are. */
async function salvage(
  { db, folder }: LibraryContext,
  databases: readonly string[],
  statements: readonly string[],
  values: Record<string, number>,
): Promise<void> {
  const left = new Set(statements);
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
        // Of another library, or one that was started anew, there is nothing to learn.
        if (hasStrangeSchema(db, 'old') || !knowsPictures(db)) continue;
        for (const statement of left) if (takes(() => db.prepare(statement).run(values))) left.delete(statement);
      } finally {
        db.exec('DETACH old');
      }
    } catch {
      // Not a database any more: the next one may do.
    } finally {
      await rm(work, { recursive: true, force: true }).catch(() => {});
    }
  }
}

function knowsPictures(db: LibraryContext['db']): boolean {
  const known = db.prepare('SELECT 1 FROM old.pictures AS was JOIN main.pictures USING (hash) LIMIT 1');
  return known.get() !== undefined;
}

function takes(work: () => unknown): boolean {
  try {
    work();
    return true;
  } catch {
    return false;
  }
}
