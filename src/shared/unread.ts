import { z } from 'zod';

/** Why stored data cannot be read. The data stay unchanged. */
export const unreadSchema = z.discriminatedUnion('state', [
  /** A newer Ohmbrush wrote it: a program that reads `version` of this format shows it again. */
  z.strictObject({ state: z.literal('future'), format: z.string(), version: z.int() }),
  /** It does not fit its format. `why` completes 'it cannot be read: ...'. */
  z.strictObject({ state: z.literal('unreadable'), why: z.string() }),
]);
export type Unread = z.infer<typeof unreadSchema>;

/** In words, completing 'the recipe of this picture ...'. */
export function explainUnread(unread: Unread): string {
  return unread.state === 'future'
    ? `was written by a newer Ohmbrush (${unread.format} version ${unread.version})`
    : `cannot be read (${unread.why})`;
}
