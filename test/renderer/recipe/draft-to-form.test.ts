import { expect, test } from 'vitest';
import { draftToForm } from '../../../src/renderer/recipe/form/draft-to-form.ts';
import { suiting } from '../../../src/renderer/recipe/form/form.ts';
import { formToDraft } from '../../../src/renderer/recipe/form/form-to-draft.ts';
import { withField } from '../../../src/renderer/recipe/form/panel-fields.ts';
import type { RecipeForm } from '../../../src/shared/formats/recipe-form.ts';
import { formFor, shippedOffer } from './offer.ts';

const offer = await shippedOffer();
const current = formFor(offer, { prompt: 'other', seed: 1, chipId: 'reram' });

test.each<[string, Partial<RecipeForm>]>([
  ['a preset', { precision: 'frugal', age: 3600, chipSeed: 5 }],
  ['exact', { precision: 'exact' }],
  ['custom bits', { precision: 'custom', plan: { default: { adcBits: 5 }, overrides: [] } }],
  ['an edited chip', { precision: 'custom', knobs: { readNoise: 4, programmingError: 0 } }],
])('the recipe of a picture paints it again: %s', (_, part) => {
  const draft = formToDraft(formFor(offer, part), offer)!;
  const taken = draftToForm(draft, current, offer);
  expect(formToDraft(taken, offer)).toEqual(draft);
  expect(taken).toMatchObject({ seedLocked: true, seedSpent: false });
});

test('a chip that is offered is named, so that it follows its profile; another is kept as it was', () => {
  const draft = formToDraft(formFor(offer), offer)!;
  expect(draftToForm(draft, current, offer)).toMatchObject({ chipId: 'pcm', givenChip: null });
  const { chip } = draft;
  const changed = {
    ...draft,
    chip: chip.kind === 'analog' ? { ...chip, read: { outputNoise: 1, weightNoise: 0 } } : chip,
  };
  const taken = draftToForm(changed, current, offer);
  expect(taken.givenChip).toEqual(changed.chip);
  expect(formToDraft(taken, offer)).toEqual(changed);
  expect(formToDraft(withField(taken, 'chip', 'pcm'), offer)?.chip).toEqual(chip);
});

test('a preset that has changed since comes back as custom, with the plan of its day', () => {
  const draft = formToDraft(formFor(offer), offer)!;
  const plan = { default: { inputBits: 7 }, overrides: [] };
  const taken = draftToForm({ ...draft, precision: { name: 'balanced', plan } }, current, offer);
  expect(taken).toMatchObject({ precision: 'custom', plan });
});

test('the weights that a draft insists on are forgotten: what is painted anew takes those there are', () => {
  const draft = formToDraft(formFor(offer), offer)!;
  const taken = draftToForm({ ...draft, model: { id: 'sticker', hash: '0'.repeat(64) } }, current, offer);
  expect(formToDraft(taken, offer)).toEqual(draft);
});

test('a model that is chosen brings what suits it', () => {
  const { summary } = offer.models![0]!;
  const inFourSteps = { ...summary, base: 'sticker', steps: 4, guidance: 1, sampler: 'euler' } as const;
  expect(formFor(offer, suiting('sticker-4-step', inFourSteps))).toMatchObject({
    modelId: 'sticker-4-step',
    steps: 4,
    guidance: 1,
    sampler: 'euler',
  });
});

test('exact leaves the chip of the panel alone', () => {
  const draft = formToDraft(formFor(offer, { precision: 'exact' }), offer)!;
  expect(draftToForm(draft, current, offer)).toMatchObject({ precision: 'exact', chipId: 'reram' });
});
