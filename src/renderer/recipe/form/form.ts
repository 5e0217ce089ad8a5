import { z } from 'zod';
import { type ChipProfile, chipProfileSchema } from '../../../shared/chip/chip-profile.ts';
import { PRECISION_PRESETS, precisionPlanSchema } from '../../../shared/chip/precision-plan.ts';
import type { ModelSummary } from '../../../shared/engine/engine-protocol.ts';
import { defineSetting } from '../../../shared/formats/setting.ts';
import { type ModelDefaultId, modelDefaultsOf } from '../../../shared/recipe/draft.ts';
import { DEFAULTS } from '../../../shared/recipe/fields.ts';
import { type Recipe, recipeShape } from '../../../shared/recipe/recipe.ts';
import { chipKnobsSchema } from './chip-knobs.ts';

export const PRECISION_CHOICES = [...PRECISION_PRESETS, 'custom'] as const;
export type PrecisionChoice = (typeof PRECISION_CHOICES)[number];

/** Chip and precision are held by name, or as knobs; every other field by value. */
const { model: _model, chip: _chip, precision: _precision, ...byValue } = recipeShape;
export type ByValueId = keyof typeof byValue;
export const BY_VALUE = Object.keys(byValue) as ByValueId[];

/**
 * Contents of the recipe panel. Unlike a draft it names a chip instead of holding it, so that a remembered recipe
 * follows edits of the profile, and it keeps the custom knobs while a preset is chosen.
 */
const recipeFormSchema = z.object({
  ...byValue,
  /** Keep the seed for the next picture. */
  seedLocked: z.boolean(),
  /** A picture was queued with this seed: the next one gets another, unless the seed is locked. */
  seedSpent: z.boolean(),
  modelId: z.string(),
  chipId: z.string(),
  /** A chip that came with a picture and is not, or no longer, offered. */
  givenChip: chipProfileSchema.nullable(),
  precision: z.enum(PRECISION_CHOICES),
  /** For 'custom'. */
  plan: precisionPlanSchema,
  /** For 'custom': changes to the chip's profile. */
  knobs: chipKnobsSchema,
});
export type RecipeForm = z.infer<typeof recipeFormSchema>;

/** The fields that a form holds by value, taken from a form or a draft. */
export function byValueOf(fields: Pick<RecipeForm, ByValueId>): Pick<RecipeForm, ByValueId> {
  return Object.fromEntries(BY_VALUE.map((id) => [id, fields[id]])) as Pick<RecipeForm, ByValueId>;
}

/** Its contents when the studio was closed. */
export const RECIPE_PANEL = defineSetting('recipe', recipeFormSchema);

/** The models, chips and presets that the studio offers. */
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
