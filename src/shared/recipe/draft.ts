import { z } from 'zod';
import { FIELDS } from './fields/list.ts';
import { type FieldId, type FieldsWith, fieldOf, fieldsInOrder } from './fields.ts';
import { type Recipe, recipeShape } from './recipe.ts';

/** Fields that a draft may leave to the model's defaults. */
export type ModelDefaultId = FieldsWith<{ default: 'model' }>;
const MODEL_DEFAULTS = fieldsInOrder().filter((id): id is ModelDefaultId => fieldOf(id).default === 'model');

/** The model's values for fields that a draft leaves out. */
export type ModelDefaults = Pick<Recipe, ModelDefaultId>;

/** Only those values. */
export function modelDefaultsOf(summary: ModelDefaults): ModelDefaults {
  return Object.fromEntries(MODEL_DEFAULTS.map((id) => [id, summary[id]])) as ModelDefaults;
}

/** A draft names the model. If it also has the hash of the weights, it is painted only with these weights. */
const model = FIELDS.model.schema.partial({ hash: true });

/**
 * A draft that leaves nothing to the model, as the queue stores it: lists show its size and steps before the engine has
 * read the model.
 */
export const jobDraftSchema = z.strictObject({ ...recipeShape, model });
export type JobDraft = z.output<typeof jobDraftSchema>;

/**
 * The request for a picture: a recipe whose weights are named, not yet hashed. Chip and precision are held by value, so
 * that a queued job paints what was requested even if the profile is edited meanwhile.
 */
export const draftSchema = jobDraftSchema.partial(
  Object.fromEntries(MODEL_DEFAULTS.map((id) => [id, true])) as Record<ModelDefaultId, true>,
);
export type Draft = z.output<typeof draftSchema>;

/** A recipe as a draft, to be painted again with the weights that the model has now. */
export function draftOf({ model, ...rest }: Recipe): JobDraft {
  return { ...rest, model: { id: model.id } };
}

/**
 * The whole recipe of a draft.
 *
 * @param own the model's values for fields that the draft leaves out
 */
export function completed(draft: Draft, own: ModelDefaults, modelHash: string): Recipe {
  const defaults: Partial<Record<FieldId, unknown>> = own;
  const values = fieldsInOrder().map((id) => [id, draft[id] ?? defaults[id]]);
  return { ...Object.fromEntries(values), model: { id: draft.model.id, hash: modelHash } } as Recipe;
}
