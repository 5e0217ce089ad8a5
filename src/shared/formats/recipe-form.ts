import { z } from 'zod';
import { chipProfileSchema } from '../chip/chip-profile.ts';
import { PRECISION_CHOICES, precisionPlanSchema } from '../chip/precision-plan.ts';
import { recipeShape } from '../recipe/recipe.ts';
import { defineSetting } from './setting.ts';

/** Chip and precision are named in the panel, or knobs; every other field is held by value. */
const { model: _model, chip: _chip, precision: _precision, ...byValue } = recipeShape;
export type ByValueId = keyof typeof byValue;
export const BY_VALUE = Object.keys(byValue) as ByValueId[];

/** Imperfections of a chip that an artist can turn up or down; what is left out stays as the profile says. */
const chipKnobsSchema = z.object({
  /** Read noise of a weight, percent of the conductance of a fully-on cell. */
  readNoise: z.number().min(0).max(100).exactOptional(),
  /** Noise before the converter, in units of its smallest step. */
  converterNoise: z.number().min(0).max(16).exactOptional(),
  /** Programming error as a multiple of the profile's curve. */
  programmingError: z.number().min(0).max(100).exactOptional(),
});
export type ChipKnobs = z.infer<typeof chipKnobsSchema>;

/**
 * What the recipe panel holds. Unlike a draft it names a chip instead of holding it, so that a remembered recipe
 * follows the profile when it is edited, and it keeps the custom knobs while a preset is chosen.
 */
const recipeFormSchema = z.object({
  ...byValue,
  /** Keep the seed from one picture to the next. */
  seedLocked: z.boolean(),
  /** A picture was queued with this seed: the next one takes another, unless locked. */
  seedSpent: z.boolean(),
  modelId: z.string(),
  chipId: z.string(),
  /** A chip that came with a picture and is not, or no longer, among those offered. */
  givenChip: chipProfileSchema.nullable(),
  precision: z.enum(PRECISION_CHOICES),
  /** Of 'custom'. */
  plan: precisionPlanSchema,
  /** Of 'custom': changes to the chip's profile. */
  knobs: chipKnobsSchema,
});
export type RecipeForm = z.infer<typeof recipeFormSchema>;

/** What the recipe panel held when the studio was closed. */
export const RECIPE_FORM = defineSetting('recipe', recipeFormSchema);
