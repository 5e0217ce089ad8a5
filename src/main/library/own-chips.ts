import type { ChipProfile } from '../../shared/chip/chip-profile.ts';
import { OhmbrushError } from '../../shared/errors.ts';
import { CHIP } from '../../shared/formats/chip.ts';
import { decodeText, encodeText } from '../../shared/formats/format.ts';
import { unreadPhrase } from '../../shared/unread.ts';
import type { LibraryContext } from './context.ts';

/** The user's own chips by name. `unreadIn` lists those that cannot be read. */
export function ownChips({ sql }: LibraryContext): ChipProfile[] {
  const profiles = sql('SELECT profile FROM chips ORDER BY id').pluck().all() as string[];
  return profiles.flatMap((profile) => {
    const decoded = decodeText(CHIP, profile);
    return decoded.state === 'read' ? decoded.value : [];
  });
}

/**
 * Adds a chip or replaces the one with its id; never replaces one that cannot be read.
 *
 * @throws OhmbrushError 'conflict' for the id of a built-in chip
 */
export function saveChip({ sql, changed, shippedChips }: LibraryContext, profile: ChipProfile): void {
  if (shippedChips.some(({ id }) => id === profile.id)) {
    throw new OhmbrushError('chip-ships', { id: profile.id });
  }
  const kept = sql('SELECT profile FROM chips WHERE id = ?').pluck().get(profile.id) as string | undefined;
  const decoded = kept === undefined ? null : decodeText(CHIP, kept);
  if (decoded && decoded.state !== 'read') {
    throw new OhmbrushError('chip-unread', { id: profile.id, how: unreadPhrase(decoded) });
  }
  sql('INSERT INTO chips (id, profile) VALUES (?, ?) ON CONFLICT (id) DO UPDATE SET profile = excluded.profile').run(
    profile.id,
    encodeText(CHIP, profile),
  );
  changed('chips');
}

export function removeChip({ sql, changed }: LibraryContext, { id }: { id: string }): void {
  sql('DELETE FROM chips WHERE id = ?').run(id);
  changed('chips', 'library');
}
