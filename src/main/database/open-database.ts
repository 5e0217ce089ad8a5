import { mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import Database from 'better-sqlite3';
import { OhmbrushError } from '../../shared/errors.ts';
import { phrase } from '../../shared/refusals.ts';
import { APPLICATION_ID } from './check-database.ts';
import type { Db } from './db.ts';
import { damagedDatabase, explainDatabaseError } from './explain-error.ts';
import { moveForeignLog } from './foreign-log.ts';
import { removeLeftovers } from './leftovers.ts';
import { lockLibrary } from './lock-library.ts';
import { migrate } from './migrate.ts';
import { MIGRATIONS } from './migrations/index.ts';
import type { Migration } from './migrations/migration.ts';
import { assertOwnNames } from './own-names.ts';
import { finishReplacement } from './replace-database.ts';
import { hasStrangeSchema } from './strange-schema.ts';

/**
 * Opens the library's database at `file`: creates it if there is none, otherwise migrates it after a backup into
 * `backups/` beside it. No other process can use it until it is closed.
 *
 * @throws OhmbrushError 'library-in-use', 'library-too-new', 'bad-library' (damaged, or another program's) or
 *   'unwritable'
 */
export async function openDatabase(file: string, migrations: readonly Migration[] = MIGRATIONS): Promise<Db> {
  const folder = dirname(file);
  await makeFolder(folder);
  assertOwnNames(folder);
  const lock = lockLibrary(folder);
  let db: Db | undefined;
  try {
    await removeLeftovers(folder);
    await finishReplacement(folder, Date.now());
    await moveForeignLog(file, Date.now());
    db = openFile(file);
    await migrate(db, migrations);
    db.pragma('foreign_keys = ON');
  } catch (error) {
    db?.close();
    lock.release();
    throw explainDatabaseError(error, file);
  }
  return closingWith(db, () => lock.release());
}

/** Opens the file, makes sure that it is an Ohmbrush database, and locks it for this process. Runs no migration. */
function openFile(file: string): Db {
  const db = new Database(file, { timeout: 0 });
  try {
    takeForUs(db);
    checkOwner(db, file);
    return db;
  } catch (error) {
    db.close();
    throw error;
  }
}

function closingWith(db: Db, also: () => void): Db {
  const close = db.close.bind(db);
  db.close = () => {
    close();
    also();
    return db;
  };
  return db;
}

async function makeFolder(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true }).catch((error: NodeJS.ErrnoException) => {
    throw new OhmbrushError(
      'library-folder-unwritable',
      { folder, why: error.code ?? error.message },
      { cause: error },
    );
  });
}

function takeForUs(db: Db): void {
  // Set before the first access: the write-ahead log's index is then in this process's memory, not in a shared file.
  db.pragma('locking_mode = EXCLUSIVE');
  db.pragma('journal_mode = WAL');
  // A picture that has been reported as saved must survive a power cut.
  db.pragma('synchronous = FULL');
  // The library may come from a stranger: with untrusted schemas, functions hidden in the schema cannot do more than
  // read and write data.
  db.pragma('trusted_schema = OFF');
  db.pragma('cell_size_check = ON');
  // Temporary files of SQLite on another disk could find that disk full.
  db.pragma('temp_store = MEMORY');
  // A read would take only a shared lock where the log is fresh; a write takes the exclusive one.
  db.exec('BEGIN EXCLUSIVE; COMMIT');
}

function checkOwner(db: Db, file: string): void {
  const id = db.pragma('application_id', { simple: true });
  if (id === APPLICATION_ID) {
    if (hasStrangeSchema(db)) throw damagedDatabase(file, phrase('strange-schema'));
    return;
  }
  const tables = db.prepare('SELECT count(*) FROM sqlite_schema').pluck().get();
  if (id !== 0 || tables !== 0) {
    throw new OhmbrushError('database-foreign', { file });
  }
  db.pragma(`application_id = ${APPLICATION_ID}`);
}
