import { z } from 'zod';

/** Why something that is kept cannot be read. It stays as it is. */
export const unreadSchema = z.discriminatedUnion('state', [
  /** A newer Ohmbrush wrote it: one that reads `version` of this format shows it again. */
  z.strictObject({ state: z.literal('future'), format: z.string(), version: z.int() }),
  /** It does not fit its format. `why` completes 'it cannot be read: ...'. */
  z.strictObject({ state: z.literal('unreadable'), why: z.string() }),
]);
export type Unread = z.infer<typeof unreadSchema>;

/** In words, to complete 'the recipe of this picture ...'. */
export function explainUnread(unread: Unread): string {
  return unread.state === 'future'
    ? `was written by a newer Ohmbrush (${unread.format} version ${unread.version})`
    : `cannot be read (${unread.why})`;
}
