import stringify from 'safe-stable-stringify';
import type { ByValueId, RecipeForm } from '../../../shared/formats/recipe-form.ts';
import type { JobDraft } from '../../../shared/recipe/draft.ts';
import { fieldOf } from '../../../shared/recipe/fields.ts';
import { byValueOf, type Offer, planOf } from './form.ts';

/**
 * A form that paints a draft again. Its chip and plan come by value: where they equal what the studio offers they
 * are named, otherwise they are kept as they were, the plan as 'custom'.
 *
 * Whatever weights the model has now will paint it.
 *
 * @param current what stays as it is where the draft says nothing: custom knobs, and the chip when the draft has none
 */
export function draftToForm(draft: JobDraft, current: RecipeForm, offer: Offer): RecipeForm {
  const { chip, precision, model } = draft;
  const form = { ...current, ...byValueOf(draft), modelId: model.id, seedLocked: true, seedSpent: false };
  if (chip.kind === 'exact') return { ...form, ...chipPartOf(current), precision: 'exact' };
  const listed = offer.chips.some(({ profile }) => same(profile, chip));
  const onChip = { ...form, chipId: chip.id, givenChip: listed ? null : chip, knobs: {} };
  const { name, plan } = precision;
  if ((name === 'balanced' || name === 'frugal') && same(planOf(offer, name), plan)) {
    return { ...onChip, precision: name };
  }
  return { ...onChip, precision: 'custom', plan };
}

/** What the panel says of the chip, by value. */
function chipPartOf(form: RecipeForm): Partial<RecipeForm> {
  return Object.fromEntries(Object.entries(byValueOf(form)).filter(([id]) => fieldOf(id as ByValueId).part === 'chip'));
}

/** Equal as JSON, whatever the order of the keys. */
function same(a: unknown, b: unknown): boolean {
  return stringify(a) === stringify(b);
}
