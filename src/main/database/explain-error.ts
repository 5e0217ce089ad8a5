import { dirname } from 'node:path';
import { OhmbrushError } from '../../shared/errors.ts';
import type { Value } from '../../shared/refusals.ts';
import { reasonOf } from '../files/reason-of.ts';

/**
 * Turns SQLite's error about the library's database `file` into words for its owner; returns any other error unchanged.
 */
export function explainDatabaseError(error: unknown, file: string): unknown {
  if (!isSqliteError(error)) return error;
  const { code, message } = error;
  const because = { cause: error };
  if (code.startsWith('SQLITE_BUSY') || code.startsWith('SQLITE_LOCKED')) {
    return new OhmbrushError('library-in-use', { folder: dirname(file) }, because);
  }
  const isForeign = code === 'SQLITE_ERROR' && message.startsWith('no such ');
  if (code.startsWith('SQLITE_CORRUPT') || code === 'SQLITE_NOTADB' || isForeign)
    return damagedDatabase(file, reasonOf(error), because);
  if (code === 'SQLITE_FULL') {
    return new OhmbrushError('database-disk-full', { file }, because);
  }
  if (/^SQLITE_(IOERR|READONLY|CANTOPEN|PERM)/.test(code)) {
    return new OhmbrushError('database-unreachable', { file, why: reasonOf(error) }, because);
  }
  return error;
}

/** Recognised by its code: importing the error class would load SQLite into every module that explains errors. */
function isSqliteError(error: unknown): error is Error & { code: string } {
  return error instanceof Error && 'code' in error && String(error.code).startsWith('SQLITE_');
}

export function damagedDatabase(file: string, why: Value, options?: { cause: unknown }): OhmbrushError {
  return new OhmbrushError('database-damaged', { file, why }, options);
}
