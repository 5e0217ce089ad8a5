import stringify from 'safe-stable-stringify';
import type { ByValueId, RecipeForm } from '../../../shared/formats/recipe-form.ts';
import type { JobDraft } from '../../../shared/recipe/draft.ts';
import { fieldOf } from '../../../shared/recipe/fields.ts';
import { byValueOf, type Offer, planOf } from './form.ts';

/**
 * The form that paints a draft again. The draft has chip and plan by value: if they equal one that the studio offers,
 * the form names it, otherwise it keeps the values, the plan as 'custom'.
 *
 * It is painted with the model's current weights.
 *
 * @param current form whose values are kept where the draft has none: custom knobs, and the chip if the draft has no
 *   chip
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

/** Equal as JSON, in any order of keys. */
function same(a: unknown, b: unknown): boolean {
  return stringify(a) === stringify(b);
}
