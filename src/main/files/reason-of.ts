import { OhmbrushError } from '../../shared/errors.ts';
import { phrase, type Value } from '../../shared/refusals.ts';

/** What the file system and SQLite refuse most, by their codes. */
const REASONS = {
  ENOENT: 'no-folder',
  ENOTDIR: 'path-through-file',
  EACCES: 'permission-denied',
  EPERM: 'permission-denied',
  EROFS: 'read-only',
  ENOSPC: 'disk-full',
  EDQUOT: 'quota-used-up',
  ENAMETOOLONG: 'name-too-long',
  ELOOP: 'links-in-circle',
  EIO: 'disk-error',
  EISDIR: 'folder-of-that-name',
  EMFILE: 'too-many-files',
  EBUSY: 'busy',
  SQLITE_FULL: 'disk-full',
  SQLITE_READONLY: 'read-only',
  SQLITE_BUSY: 'busy',
  SQLITE_NOTADB: 'not-a-database',
  SQLITE_CORRUPT: 'database-malformed',
} as const;

export function isKnownReason(code: string): code is keyof typeof REASONS {
  return Object.hasOwn(REASONS, code);
}

/**
 * Why something failed, to be put into a sentence: in words where they are known, else what the system or a library
 * says.
 */
export function reasonOf(error: unknown): Value {
  if (error instanceof OhmbrushError) return error.what;
  const { code, message } = error as NodeJS.ErrnoException;
  return code !== undefined && isKnownReason(code) ? phrase(REASONS[code]) : (message ?? String(error));
}
