import type { ChipProfile } from '../../../shared/chip/chip-profile.ts';
import type { PRECISION_CHOICES } from '../../../shared/chip/precision-plan.ts';
import type { ModelSummary } from '../../../shared/engine/engine-protocol.ts';
import { BY_VALUE, type ByValueId, type RecipeForm } from '../../../shared/formats/recipe-form.ts';
import { type ModelDefaultId, modelDefaultsOf } from '../../../shared/recipe/draft.ts';
import { DEFAULTS } from '../../../shared/recipe/fields.ts';
import type { Recipe } from '../../../shared/recipe/recipe.ts';

export type PrecisionChoice = (typeof PRECISION_CHOICES)[number];

/** The fields that a form holds by value, out of a form or a draft. */
export function byValueOf(fields: Pick<RecipeForm, ByValueId>): Pick<RecipeForm, ByValueId> {
  return Object.fromEntries(BY_VALUE.map((id) => [id, fields[id]])) as Pick<RecipeForm, ByValueId>;
}

/** What the studio has to choose from. */
export interface Offer {
  /** null while the engine, which reads the models, is starting. */
  readonly models: readonly { readonly id: string; readonly summary: ModelSummary }[] | null;
  readonly chips: readonly { readonly profile: ChipProfile; readonly builtIn: boolean }[];
  /** The presets with their plans. */
  readonly precisions: readonly Recipe['precision'][];
}

/** Balanced, on the chip whose errors are most visible; without a model until the models are known. */
export function firstForm(offer: Offer): RecipeForm {
  return {
    ...DEFAULTS,
    prompt: '',
    seed: 0,
    seedLocked: false,
    seedSpent: true,
    ...UNKNOWN_MODEL,
    ...firstModel(offer),
    chipId: 'pcm',
    givenChip: null,
    precision: 'balanced',
    plan: { default: {}, overrides: planOf(offer, 'balanced')?.overrides ?? [] },
    knobs: {},
  };
}

type OfModel = Pick<RecipeForm, ModelDefaultId | 'modelId'>;

/** Values shown until the first model is known. */
const UNKNOWN_MODEL: OfModel = { modelId: '', width: 256, height: 256, steps: 20, guidance: 5, sampler: 'ddim' };

/** Applies a model's defaults: those of another model rarely suit it. */
export function suiting(modelId: string, summary: Pick<ModelSummary, ModelDefaultId>): OfModel {
  return { modelId, ...modelDefaultsOf(summary) };
}

/** Applies the first model's defaults, if there is a model. */
export function firstModel({ models }: Offer): Partial<OfModel> {
  const first = models?.[0];
  return first ? suiting(first.id, first.summary) : {};
}

/** The chip that the form names, without the knobs; undefined if there is none of that name. */
export function chipOf(form: RecipeForm, offer: Offer): ChipProfile | undefined {
  return form.givenChip ?? offer.chips.find(({ profile }) => profile.id === form.chipId)?.profile;
}

/** The chips to choose from. 'Exact' is offered as a precision, not as a chip. */
export function chipChoices(offer: Offer): ChipProfile[] {
  return offer.chips.map(({ profile }) => profile).filter(({ kind }) => kind !== 'exact');
}

export function modelOf(form: RecipeForm, offer: Offer): ModelSummary | undefined {
  return offer.models?.find(({ id }) => id === form.modelId)?.summary;
}

export function planOf(offer: Offer, preset: string): Recipe['precision']['plan'] | undefined {
  return offer.precisions.find(({ name }) => name === preset)?.plan;
}
