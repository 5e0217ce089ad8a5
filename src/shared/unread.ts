import { z } from 'zod';
import { type Phrase, phrase, valueSchema } from './refusals.ts';

/** Why stored data cannot be read. The data stay unchanged. */
export const unreadSchema = z.discriminatedUnion('state', [
  /** A newer Ohmbrush wrote it: a program that reads `version` of this format shows it again. */
  z.strictObject({ state: z.literal('future'), format: z.string(), version: z.int() }),
  /** It does not fit its format. `why` completes 'it cannot be read: ...'. */
  z.strictObject({ state: z.literal('unreadable'), why: valueSchema }),
]);
export type Unread = z.infer<typeof unreadSchema>;

/** Completes 'the recipe of this picture ...'. */
export function unreadPhrase(unread: Unread): Phrase {
  return unread.state === 'future'
    ? phrase('unread-future', { version: unread.version })
    : phrase('unread-broken', { why: unread.why });
}
