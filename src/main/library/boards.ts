import Database from 'better-sqlite3';
import type { Board } from '../../shared/contract/pictures.ts';
import { OhmbrushError } from '../../shared/errors.ts';
import type { LibraryContext } from './context.ts';

/** Pictures in the trash stay on their boards, uncounted, until they are purged. */
export function boardList({ sql }: LibraryContext): Board[] {
  return sql<Board>(`
    SELECT id, name,
      (SELECT count(*) FROM board_pictures WHERE board_id = boards.id) - (
        SELECT count(*) FROM pictures AS p INDEXED BY trashed CROSS JOIN board_pictures ON picture_id = p.id
        WHERE board_id = boards.id AND trashed_at IS NOT NULL
      ) AS count,
      (
        SELECT picture_id FROM board_pictures CROSS JOIN pictures AS p ON p.id = picture_id
        WHERE board_id = boards.id AND trashed_at IS NULL ORDER BY picture_id DESC LIMIT 1
      ) AS coverId
    FROM boards ORDER BY name`).all();
}

/** Ids of the pictures on a board, newest first, without the trash. */
export function boardPictures({ sql }: LibraryContext, boardId: number): number[] {
  return sql(`
    SELECT id FROM board_pictures JOIN pictures ON id = picture_id
    WHERE board_id = ? AND trashed_at IS NULL ORDER BY created_at DESC, id DESC`)
    .pluck()
    .all(boardId) as number[];
}

/** @throws OhmbrushError 'conflict' */
export function createBoard(context: LibraryContext, { name }: { name: string }): { id: number } {
  const { lastInsertRowid } = unlessTaken(name, () => context.sql('INSERT INTO boards (name) VALUES (?)').run(name));
  context.changed('boards');
  return { id: Number(lastInsertRowid) };
}

/** @throws OhmbrushError 'conflict' or 'not-found' */
export function renameBoard(context: LibraryContext, { id, name }: { id: number; name: string }): void {
  const { changes } = unlessTaken(name, () => context.sql('UPDATE boards SET name = ? WHERE id = ?').run(name, id));
  if (changes === 0) throw noBoard(id);
  context.changed('boards');
}

/** The pictures stay in the library. */
export function removeBoard(context: LibraryContext, { id }: { id: number }): void {
  context.sql('DELETE FROM boards WHERE id = ?').run(id);
  context.changed('boards', 'pictures');
}

/** @throws OhmbrushError 'not-found' */
export function addToBoard(context: LibraryContext, { id, ids }: { id: number; ids: number[] }): void {
  if (!context.sql('SELECT id FROM boards WHERE id = ?').get(id)) throw noBoard(id);
  context
    .sql(`INSERT OR IGNORE INTO board_pictures (board_id, picture_id)
      SELECT ?, id FROM pictures WHERE id IN (SELECT value FROM json_each(?))`)
    .run(id, JSON.stringify(ids));
  context.changed('boards', 'pictures');
}

export function takeOffBoard(context: LibraryContext, { id, ids }: { id: number; ids: number[] }): void {
  context
    .sql('DELETE FROM board_pictures WHERE board_id = ? AND picture_id IN (SELECT value FROM json_each(?))')
    .run(id, JSON.stringify(ids));
  context.changed('boards', 'pictures');
}

function unlessTaken<T>(name: string, write: () => T): T {
  try {
    return write();
  } catch (error) {
    if (!(error instanceof Database.SqliteError) || error.code !== 'SQLITE_CONSTRAINT_UNIQUE') throw error;
    throw new OhmbrushError('board-name-taken', { name });
  }
}

function noBoard(id: number): OhmbrushError {
  return new OhmbrushError('board-unknown', { id });
}
