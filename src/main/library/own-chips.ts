import { tryParseJson } from '../../shared/bounded-json.ts';
import { type ChipProfile, chipProfileSchema } from '../../shared/chip/chip-profile.ts';
import { OhmbrushError } from '../../shared/errors.ts';
import type { LibraryContext } from './context.ts';

/** The user's own, by name. What an older version wrote in a shape that is no chip any more is left out. */
export function ownChips({ sql }: LibraryContext): ChipProfile[] {
  const profiles = sql('SELECT profile FROM chips ORDER BY id').pluck().all() as string[];
  return profiles.flatMap((profile) => chipProfileSchema.safeParse(tryParseJson(profile)).data ?? []);
}

/**
 * Adds a chip or replaces the one with its id.
 *
 * @throws OhmbrushError 'conflict' for the id of a chip that ships
 */
export function saveChip(context: LibraryContext, profile: ChipProfile): void {
  if (context.shippedChips.some(({ id }) => id === profile.id)) {
    throw new OhmbrushError(
      'conflict',
      `'${profile.id}' is a chip that ships with Ohmbrush and stays as it is`,
      'Save your chip under another id',
    );
  }
  context
    .sql('INSERT INTO chips (id, profile) VALUES (?, ?) ON CONFLICT (id) DO UPDATE SET profile = excluded.profile')
    .run(profile.id, JSON.stringify(profile));
  context.changed('chips');
}

export function removeChip(context: LibraryContext, { id }: { id: string }): void {
  context.sql('DELETE FROM chips WHERE id = ?').run(id);
  context.changed('chips');
}
