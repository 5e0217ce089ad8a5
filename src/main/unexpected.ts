import { OhmbrushError } from '../shared/errors.ts';
import { explainDatabaseError } from './database/explain-error.ts';
import { explainSystemError } from './files/write-file.ts';

/**
 * What to show for any thrown value: an OhmbrushError unchanged, a system error in words, anything else as a bug.
 */
export function asOhmbrushError(thrown: unknown): OhmbrushError {
  // The library's is the only database.
  const known = explainDatabaseError(thrown, 'library.db');
  if (known instanceof OhmbrushError) return known;
  const refused = explainSystemError(thrown);
  if (refused) return refused;
  const message = thrown instanceof Error ? thrown.message : String(thrown);
  return new OhmbrushError('unexpected', { why: message }, { cause: thrown });
}
