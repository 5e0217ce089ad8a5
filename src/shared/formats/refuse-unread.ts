import type { ErrorCode } from '../error-codes.ts';
import { OhmbrushError } from '../errors.ts';
import type { Value } from '../refusals.ts';
import { type Unread, unreadPhrase } from '../unread.ts';

/** The refusal of what is kept and cannot be read. @param what 'the recipe in x.png' */
export function refuseUnread(code: ErrorCode, what: Value, unread: Unread): OhmbrushError {
  const key = unread.state === 'future' ? 'kept-in-future' : 'kept-unreadable';
  return new OhmbrushError(key, { what, how: unreadPhrase(unread) }, { code });
}
