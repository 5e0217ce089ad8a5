import { mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import Database from 'better-sqlite3';
import { OhmbrushError } from '../../shared/errors.ts';
import { explainDatabaseError } from './explain-error.ts';
import { migrate } from './migrate.ts';
import { MIGRATIONS } from './migrations/index.ts';
import type { Migration } from './migrations/migration.ts';

/** An open library database. */
export type Db = Database.Database;

/** 'Ohmb' in `PRAGMA application_id`: tells our databases from those of other programs. */
const APPLICATION_ID = 0x4f686d62;

/**
 * The library's database at `file`, made if there is none and brought up to date otherwise, after a backup into `backups/`
 * beside it. This process alone may use it: SQLite's exclusive lock is taken at once and ends with the process, however that
 * ends, so there is no lock file that a crash could leave behind.
 *
 * @throws OhmbrushError 'library-in-use', 'library-too-new', 'bad-library' (damaged, or another program's) or 'unwritable'
 */
export async function openDatabase(file: string, migrations: readonly Migration[] = MIGRATIONS): Promise<Db> {
  await mkdir(dirname(file), { recursive: true }).catch((error: NodeJS.ErrnoException) => {
    throw new OhmbrushError(
      'unwritable',
      `the folder ${dirname(file)} cannot be made (${error.code})`,
      'Choose a folder for the library that you may write to',
      { cause: error },
    );
  });
  let db: Db | undefined;
  try {
    db = new Database(file, { timeout: 0 });
    takeForUs(db);
    checkOwner(db, file);
    await migrate(db, file, migrations);
    db.pragma('foreign_keys = ON');
    return db;
  } catch (error) {
    db?.close();
    throw explainDatabaseError(error, file);
  }
}

function takeForUs(db: Db): void {
  // Before the first access: then the write-ahead log's index lives in this process's memory, not in a shared file.
  db.pragma('locking_mode = EXCLUSIVE');
  db.pragma('journal_mode = WAL');
  // A picture that was reported must survive a power cut too.
  db.pragma('synchronous = FULL');
  // A read would only share the lock where the log is fresh; a write takes it whole.
  db.exec('BEGIN EXCLUSIVE; COMMIT');
}

function checkOwner(db: Db, file: string): void {
  const id = db.pragma('application_id', { simple: true });
  if (id === APPLICATION_ID) return;
  const tables = db.prepare('SELECT count(*) FROM sqlite_schema').pluck().get();
  if (id !== 0 || tables !== 0) {
    throw new OhmbrushError(
      'bad-library',
      `${file} is a database of another program`,
      'Choose another folder for the library',
    );
  }
  db.pragma(`application_id = ${APPLICATION_ID}`);
}
