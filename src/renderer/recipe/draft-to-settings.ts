import type { JobDraft } from '../../shared/recipe/draft.ts';
import { type Offer, planOf, type Settings } from './settings.ts';

/**
 * Settings that paint a draft again. Its chip and plan come by value: where they equal what the studio offers they are named,
 * otherwise they are kept as they were, the plan as 'custom'.
 *
 * Whatever weights the model has now will paint it.
 *
 * @param current what stays as it is where the draft says nothing: custom knobs, and the chip when the draft has none
 */
export function draftToSettings(draft: JobDraft, current: Settings, offer: Offer): Settings {
  const { chip, chipSeed, age, precision, modelHash: _, ...scene } = draft;
  const settings = { ...current, ...scene, seedLocked: true, seedSpent: false };
  if (chip.kind === 'exact') return { ...settings, precision: 'exact' };
  const listed = offer.chips.some(({ profile }) => same(profile, chip));
  const onChip = { ...settings, chipId: chip.id, givenChip: listed ? null : chip, knobs: {}, chipSeed, age };
  const { name, plan } = precision;
  if ((name === 'balanced' || name === 'frugal') && same(planOf(offer, name), plan)) {
    return { ...onChip, precision: name };
  }
  return { ...onChip, precision: 'custom', plan };
}

/** Equal as JSON, whatever the order of the keys. */
function same(a: unknown, b: unknown): boolean {
  return JSON.stringify(a, sorted) === JSON.stringify(b, sorted);
}

function sorted(_key: string, value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)));
}
