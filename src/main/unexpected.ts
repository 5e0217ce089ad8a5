import { OhmbrushError } from '../shared/errors.ts';
import { explainDatabaseError } from './database/explain-error.ts';
import { explainSystemError } from './files/write-file.ts';

/**
 * What is shown of anything thrown: itself if it was meant for people, a refusal of the system in words, else that it
 * is a bug.
 */
export function asOhmbrushError(thrown: unknown): OhmbrushError {
  // Of a database there is only the library's.
  const known = explainDatabaseError(thrown, 'library.db');
  if (known instanceof OhmbrushError) return known;
  const refused = explainSystemError(thrown);
  if (refused) return refused;
  const message = thrown instanceof Error ? thrown.message : String(thrown);
  return new OhmbrushError('unexpected', { why: message }, { cause: thrown });
}
