import { existsSync } from 'node:fs';
import { basename, join } from 'node:path';
import { copyClosedDatabase, withCheckingFolder } from '../database/checking-folder.ts';
import type { Db } from '../database/db.ts';
import { hasStrangeSchema } from '../database/strange-schema.ts';
import type { LibraryContext } from './context.ts';
import { olderDatabases } from './replace.ts';

/** What the files of pictures do not tell of them. Each by itself, for another may be damaged. */
const OF_PICTURES: readonly string[] = [
  `UPDATE pictures SET (star, rating, created_at, source, joules, seconds) = (
     SELECT star, rating, created_at, source, joules, seconds FROM old.pictures AS was WHERE was.hash = pictures.hash
   ) WHERE id > :since AND hash IN (SELECT hash FROM old.pictures)`,
  // Counted from today, and asked about before it is purged: it may have left the trash since.
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

/** Whether it was painted here, and what that cost: a row knows better than a note that a stranger may have written. */
const ORIGINS: readonly string[] = [
  `UPDATE pictures SET (created_at, source, joules, seconds) = (
     SELECT created_at, source, joules, seconds FROM old.pictures AS was WHERE was.hash = pictures.hash
   ) WHERE id > :since AND source = 'painted'
     AND hash IN (SELECT hash FROM old.pictures WHERE source <> 'painted')`,
  `UPDATE picture_details SET energy = NULL
   WHERE picture_id IN (SELECT id FROM pictures WHERE id > :since AND joules IS NULL)`,
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
 * Stars, ratings, trash, tags and boards of pictures that came in again, from older databases of the library: each mark from the
 * first that can still tell it.
 *
 * @param databases paths, the newest first
 * @param since id after which pictures came in
 */
export async function salvageMarks(context: LibraryContext, databases: readonly string[], since: number) {
  const now = context.now();
  const left = new Set(OF_PICTURES);
  for (const database of databases) {
    await askOlder(context, database, (db) => {
      for (const statement of ORIGINS) takes(db, statement, { since });
      // A rebuild that was cut off leaves one that knows pictures, and nothing else of them.
      if (!hasMarks(db)) return;
      for (const statement of left) if (takes(db, statement, { since, now })) left.delete(statement);
    });
  }
  context.sql('UPDATE care SET jumped_at = ?').run(now);
  context.changed('pictures', 'boards');
}

/**
 * Boards, prompts, own chips and choices of all older databases, for one that was started anew; of two the newer one's.
 */
export async function salvageLibrary(context: LibraryContext): Promise<void> {
  for (const database of await olderDatabases(context.folder)) {
    await askOlder(context, database, (db) => {
      for (const statement of OF_THE_LIBRARY) takes(db, statement, {});
    });
  }
  context.changed('boards', 'prompts', 'chips');
}

/** Attaches a copy of an older database of this library as `old`. One of another library, or none, is passed over. */
async function askOlder({ db, folder }: LibraryContext, database: string, ask: (db: Db) => void): Promise<void> {
  const look = withCheckingFolder(folder, async (checking) => {
    const copy = join(checking, basename(database));
    await copyClosedDatabase(database, copy, existsSync(`${database}-wal`) ? ['-wal'] : []);
    db.prepare('ATTACH ? AS old').run(copy);
    try {
      if (!hasStrangeSchema(db, 'old') && knowsPictures(db)) ask(db);
    } finally {
      db.exec('DETACH old');
    }
  });
  // Not a database any more: the next one may do.
  await look.catch(() => {});
}

function knowsPictures(db: Db): boolean {
  const known = db.prepare('SELECT 1 FROM old.pictures AS was JOIN main.pictures USING (hash) LIMIT 1');
  return known.get() !== undefined;
}

function hasMarks(db: Db): boolean {
  const marked = db.prepare(`SELECT 1 WHERE
    EXISTS (SELECT 1 FROM old.pictures WHERE star = 1 OR rating > 0 OR trashed_at IS NOT NULL)
    OR EXISTS (SELECT 1 FROM old.picture_tags) OR EXISTS (SELECT 1 FROM old.board_pictures)`);
  return marked.get() !== undefined;
}

function takes(db: Db, statement: string, values: Record<string, number>): boolean {
  try {
    db.prepare(statement).run(values);
    return true;
  } catch {
    return false;
  }
}
