import type { RecipeForm } from '../../../shared/formats/recipe-form.ts';
import type { JobDraft } from '../../../shared/recipe/draft.ts';
import { EXACT, withoutChip } from '../../../shared/recipe/reference.ts';
import { turnKnobs } from './chip-knobs.ts';
import { byValueOf, chipOf, type Offer } from './form.ts';

/** The draft of the form; null when the chip or the preset does not exist. */
export function formToDraft(form: RecipeForm, offer: Offer): JobDraft | null {
  const fields = { ...byValueOf(form), model: { id: form.modelId } };
  if (form.precision === 'exact') {
    const chip = offer.chips.find(({ profile }) => profile.kind === 'exact')?.profile;
    return chip ? withoutChip({ ...fields, chip, precision: EXACT }, chip) : null;
  }
  const chip = chipOf(form, offer);
  if (!chip) return null;
  if (form.precision === 'custom') {
    return { ...fields, chip: turnKnobs(chip, form.knobs), precision: { name: 'custom', plan: form.plan } };
  }
  const precision = offer.precisions.find(({ name }) => name === form.precision);
  return precision ? { ...fields, chip, precision } : null;
}
