import { dirname } from 'node:path';
import { OhmbrushError } from '../../shared/errors.ts';

/**
 * Turns SQLite's error about the library's database `file` into words for its owner; returns any other error unchanged.
 */
export function explainDatabaseError(error: unknown, file: string): unknown {
  if (!isSqliteError(error)) return error;
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
  const isForeign = code === 'SQLITE_ERROR' && message.startsWith('no such ');
  if (code.startsWith('SQLITE_CORRUPT') || code === 'SQLITE_NOTADB' || isForeign)
    return damagedDatabase(file, message, because);
  if (code === 'SQLITE_FULL') {
    return new OhmbrushError(
      'unwritable',
      `the disk is full: the library's database ${file} cannot be written`,
      'Empty the trash or make room on the disk, then try again',
      because,
    );
  }
  if (/^SQLITE_(IOERR|READONLY|CANTOPEN|PERM)/.test(code)) {
    return new OhmbrushError(
      'unwritable',
      `the library's database ${file} cannot be read or written (${message})`,
      'Check that the disk is there and has room, and that you may write to the folder',
      because,
    );
  }
  return error;
}

/** Recognised by its code: importing the error class would load SQLite into every module that explains errors. */
function isSqliteError(error: unknown): error is Error & { code: string } {
  return error instanceof Error && 'code' in error && String(error.code).startsWith('SQLITE_');
}

export function damagedDatabase(file: string, why: string, options?: { cause: unknown }): OhmbrushError {
  return new OhmbrushError(
    'bad-library',
    `the library's database ${file} is damaged (${why})`,
    'Restore a backup, or rebuild the library from its pictures: the studio offers both, and so does `ohmbrush library`',
    options,
  );
}
