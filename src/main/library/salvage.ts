import { existsSync } from 'node:fs';
import { basename, join } from 'node:path';
import { copyClosedDatabase, withCheckingFolder } from '../database/checking-folder.ts';
import type { Db } from '../database/db.ts';
import { hasStrangeSchema } from '../database/strange-schema.ts';
import type { LibraryContext } from './context.ts';
import { olderDatabases } from './replace.ts';

/** Information about pictures that is not in their files. Each is copied by itself, because another may be damaged. */
const OF_PICTURES: readonly string[] = [
  `UPDATE pictures SET (star, rating, created_at, source, joules, seconds) = (
     SELECT star, rating, created_at, source, joules, seconds FROM old.pictures AS was WHERE was.hash = pictures.hash
   ) WHERE id > :since AND hash IN (SELECT hash FROM old.pictures)`,
  // Counted from today, and confirmed before it is purged: the picture may have been restored since.
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

/**
 * Whether it was painted here, and at what cost: a row is more trustworthy than a note that a stranger may have
 * written.
 */
const ORIGINS: readonly string[] = [
  `UPDATE pictures SET (created_at, source, joules, seconds) = (
     SELECT created_at, source, joules, seconds FROM old.pictures AS was WHERE was.hash = pictures.hash
   ) WHERE id > :since AND source = 'painted'
     AND hash IN (SELECT hash FROM old.pictures WHERE source <> 'painted')`,
  `UPDATE picture_details SET energy = NULL
   WHERE picture_id IN (SELECT id FROM pictures WHERE id > :since AND joules IS NULL)`,
];

/** Contents of a library beside its pictures. */
const OF_THE_LIBRARY: readonly string[] = [
  'INSERT OR IGNORE INTO boards (name) SELECT name FROM old.boards ORDER BY id',
  `INSERT OR IGNORE INTO prompts (prompt, negative_prompt)
   SELECT prompt, negative_prompt FROM old.prompts ORDER BY id`,
  'INSERT OR IGNORE INTO chips (id, profile) SELECT id, profile FROM old.chips',
  'INSERT OR IGNORE INTO settings (key, value) SELECT key, value FROM old.settings',
];

/**
 * Copies stars, ratings, trash, tags and boards of re-imported pictures from older databases of the library; each mark
 * comes from the first database from which it can still be read.
 *
 * @param databases paths, the newest first
 * @param since only pictures with an id after this one
 */
export async function salvageMarks(context: LibraryContext, databases: readonly string[], since: number) {
  const now = context.now();
  const left = new Set(OF_PICTURES);
  for (const database of databases) {
    await askOlder(context, database, (db) => {
      for (const statement of ORIGINS) takes(db, statement, { since });
      // An interrupted rebuild leaves a database that has pictures and nothing else.
      if (!hasMarks(db)) return;
      for (const statement of left) if (takes(db, statement, { since, now })) left.delete(statement);
    });
  }
  context.sql('UPDATE care SET jumped_at = ?').run(now);
  context.changed('pictures', 'boards');
}

/**
 * Copies boards, prompts, own chips and settings of all older databases into a new one; if two databases have the same
 * item, the newer one wins.
 */
export async function salvageLibrary(context: LibraryContext): Promise<void> {
  for (const database of await olderDatabases(context.folder)) {
    await askOlder(context, database, (db) => {
      for (const statement of OF_THE_LIBRARY) takes(db, statement, {});
    });
  }
  context.changed('boards', 'prompts', 'chips');
}

/**
 * Attaches a copy of an older database of this library as `old`. A file that is no database, or of another library, is
 * skipped.
 */
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
  // No longer a valid database; the next one may be.
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
