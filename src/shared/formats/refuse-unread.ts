import { type ErrorCode, OhmbrushError } from '../errors.ts';
import { explainUnread, type Unread } from '../unread.ts';

/** The error for stored data that cannot be read. @param what 'the recipe in x.png' */
export function refuseUnread(code: ErrorCode, what: string, unread: Unread): OhmbrushError {
  const todo = unread.state === 'future' ? 'Use a newer Ohmbrush' : 'Use an unchanged copy of it';
  return new OhmbrushError(code, `${what} ${explainUnread(unread)}`, todo);
}
