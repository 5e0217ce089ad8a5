import { z } from 'zod';
import { type ChipProfile, chipProfileSchema } from '../../shared/chip/chip-profile.ts';
import { PRECISION_PRESETS, precisionPlanSchema } from '../../shared/chip/precision-plan.ts';
import type { ModelSummary } from '../../shared/engine/engine-protocol.ts';
import { defineSetting } from '../../shared/formats/setting.ts';
import { type Recipe, recipeSchema } from '../../shared/recipe/recipe.ts';
import { chipKnobsSchema } from './chip-knobs.ts';

export const PRECISION_CHOICES = [...PRECISION_PRESETS, 'custom'] as const;
export type PrecisionChoice = (typeof PRECISION_CHOICES)[number];

const recipe = recipeSchema.shape;

/**
 * What the recipe panel holds. Unlike a draft it names a chip instead of holding it, so that a remembered recipe follows the
 * profile when it is edited, and it keeps the custom knobs while a preset is chosen.
 */
const settingsSchema = z.object({
  prompt: recipe.prompt,
  negativePrompt: recipe.negativePrompt,
  seed: recipe.seed,
  /** Keep the seed from one picture to the next. */
  seedLocked: z.boolean(),
  /** A picture was queued with this seed: the next one takes another, unless locked. */
  seedSpent: z.boolean(),
  width: recipe.width,
  height: recipe.height,
  steps: recipe.steps,
  guidance: recipe.guidance,
  sampler: recipe.sampler,
  modelId: z.string(),
  chipId: z.string(),
  /** A chip that came with a picture and is not, or no longer, among those offered. */
  givenChip: chipProfileSchema.nullable(),
  chipSeed: recipe.chipSeed,
  age: recipe.age,
  precision: z.enum(PRECISION_CHOICES),
  /** Of 'custom'. */
  plan: precisionPlanSchema,
  /** Of 'custom': changes to the chip's profile. */
  knobs: chipKnobsSchema,
});
export type Settings = z.infer<typeof settingsSchema>;

/** What it held when the studio was closed. */
export const RECIPE_PANEL = defineSetting('recipe', settingsSchema);

/** What the studio has to choose from. */
export interface Offer {
  /** null while the engine, which reads them, is starting. */
  readonly models: readonly { readonly id: string; readonly summary: ModelSummary }[] | null;
  readonly chips: readonly { readonly profile: ChipProfile; readonly builtIn: boolean }[];
  /** The presets with their plans. */
  readonly precisions: readonly Recipe['precision'][];
}

/** Balanced, on the chip whose errors show best; without a model until the offer has one. */
export function firstSettings(offer: Offer): Settings {
  return {
    prompt: '',
    negativePrompt: '',
    seed: 0,
    seedLocked: false,
    seedSpent: true,
    ...UNKNOWN_MODEL,
    ...firstModel(offer),
    chipId: 'pcm',
    givenChip: null,
    chipSeed: 0,
    age: 0,
    precision: 'balanced',
    plan: { default: {}, overrides: planOf(offer, 'balanced')?.overrides ?? [] },
    knobs: {},
  };
}

/** What stands in the panel for the moment until the first model is known. */
const UNKNOWN_MODEL = { modelId: '', width: 256, height: 256, steps: 20, guidance: 5, sampler: 'ddim' } as const;

type ModelSettings = Pick<Settings, 'modelId' | 'width' | 'height' | 'steps' | 'guidance' | 'sampler'>;

/** What suits a model: what suited another rarely does. */
export function suiting(modelId: string, { width, height, steps, guidance, sampler }: ModelSummary): ModelSettings {
  return { modelId, width, height, steps, guidance, sampler };
}

/** What suits the first model, if there is one. */
export function firstModel({ models }: Offer): Partial<ModelSettings> {
  const first = models?.[0];
  return first ? suiting(first.id, first.summary) : {};
}

/** The chip that the settings name, without the knobs; undefined when there is none of that name. */
export function chipOf(settings: Settings, offer: Offer): ChipProfile | undefined {
  return settings.givenChip ?? offer.chips.find(({ profile }) => profile.id === settings.chipId)?.profile;
}

/** The chips to choose from. 'Exact' is a precision, not a choice of chip. */
export function chipChoices(offer: Offer): ChipProfile[] {
  return offer.chips.map(({ profile }) => profile).filter(({ kind }) => kind !== 'exact');
}

export function modelOf(settings: Settings, offer: Offer): ModelSummary | undefined {
  return offer.models?.find(({ id }) => id === settings.modelId)?.summary;
}

export function planOf(offer: Offer, preset: string): Recipe['precision']['plan'] | undefined {
  return offer.precisions.find(({ name }) => name === preset)?.plan;
}
