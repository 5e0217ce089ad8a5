import { dirname } from 'node:path';
import Database from 'better-sqlite3';
import { OhmbrushError } from '../../shared/errors.ts';

/** SQLite's error about the database `file` in words for its owner; any other error as it is. */
export function explainDatabaseError(error: unknown, file: string): unknown {
  if (!(error instanceof Database.SqliteError)) return error;
  const { code, message } = error;
  const because = { cause: error };
  if (code.startsWith('SQLITE_BUSY') || code.startsWith('SQLITE_LOCKED')) {
    return new OhmbrushError(
      'library-in-use',
      `the library in ${dirname(file)} is open in another Ohmbrush`,
      'Go to its window, or close it and try again',
      because,
    );
  }
  if (code.startsWith('SQLITE_CORRUPT') || code === 'SQLITE_NOTADB') return damagedDatabase(file, message, because);
  if (/^SQLITE_(FULL|IOERR|READONLY|CANTOPEN|PERM)/.test(code)) {
    return new OhmbrushError(
      'unwritable',
      `the library's database ${file} cannot be read or written (${message})`,
      'Check that the disk has room and that you may write to the folder',
      because,
    );
  }
  return error;
}

export function damagedDatabase(file: string, why: string, options?: { cause: unknown }): OhmbrushError {
  return new OhmbrushError(
    'bad-library',
    `the library's database ${file} is damaged (${why})`,
    'Put the newest copy from the folder backups in its place, or move it away to start anew; the pictures are PNG files in the folder pictures and carry their recipes',
    options,
  );
}
