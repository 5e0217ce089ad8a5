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

/** A stored item that cannot be read: it is left unchanged for a program that can read it. */
export const unreadItemSchema = z.strictObject({
  what: z.enum(['recipe', 'energy', 'painting', 'chip', 'job', 'sweep', 'setting']),
  /** Id of the picture, chip, job or sweep; key of the setting. */
  id: z.string(),
  unread: unreadSchema,
});
export type UnreadItem = z.infer<typeof unreadItemSchema>;

/** Completes 'the recipe of this picture ...'. */
export function unreadPhrase(unread: Unread): Phrase {
  return unread.state === 'future'
    ? phrase('unread-future', { version: unread.version })
    : phrase('unread-broken', { why: unread.why });
}
