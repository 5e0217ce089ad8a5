import { z } from 'zod';
import { FIELDS } from './fields/list.ts';
import { type FieldId, type FieldsWith, fieldOf, fieldsInOrder } from './fields.ts';
import { type Recipe, recipeShape } from './recipe.ts';

/** Fields that a draft may leave to the model. */
export type ModelDefaultId = FieldsWith<{ default: 'model' }>;
const MODEL_DEFAULTS = fieldsInOrder().filter((id): id is ModelDefaultId => fieldOf(id).default === 'model');

/** What a model takes where a draft leaves it out. */
export type ModelDefaults = Pick<Recipe, ModelDefaultId>;

/** Those values alone. */
export function modelDefaultsOf(summary: ModelDefaults): ModelDefaults {
  return Object.fromEntries(MODEL_DEFAULTS.map((id) => [id, summary[id]])) as ModelDefaults;
}

/** A draft names the model; with the hash it refuses to be painted with other weights than those. */
const model = FIELDS.model.schema.partial({ hash: true });

/**
 * A draft of which nothing is left to the model, as the queue takes it: a list shows its size and steps before the
 * engine has read the model.
 */
export const jobDraftSchema = z.strictObject({ ...recipeShape, model });
export type JobDraft = z.output<typeof jobDraftSchema>;

/**
 * What was asked for: a recipe whose weights are named, not yet hashed. Chip and precision travel by value, so that a
 * job in the queue paints what was asked for even if the profile is edited meanwhile.
 */
export const draftSchema = jobDraftSchema.partial(
  Object.fromEntries(MODEL_DEFAULTS.map((id) => [id, true])) as Record<ModelDefaultId, true>,
);
export type Draft = z.output<typeof draftSchema>;

/** A recipe as a draft: painted again with whatever weights the model has now. */
export function draftOf({ model, ...rest }: Recipe): JobDraft {
  return { ...rest, model: { id: model.id } };
}

/**
 * The whole recipe of a draft.
 *
 * @param own what the model takes where the draft leaves it out
 */
export function completed(draft: Draft, own: ModelDefaults, modelHash: string): Recipe {
  const defaults: Partial<Record<FieldId, unknown>> = own;
  const values = fieldsInOrder().map((id) => [id, draft[id] ?? defaults[id]]);
  return { ...Object.fromEntries(values), model: { id: draft.model.id, hash: modelHash } } as Recipe;
}
