import { z } from 'zod';
import { MOST_NAME } from '../bounds.ts';
import { recipeSchema } from './recipe.ts';

/**
 * What an artist asks for: a recipe whose weights are named, not yet hashed. Chip and precision travel by value, so that a
 * job in the queue paints what was asked for even if the profile is edited meanwhile.
 */
export const jobDraftSchema = recipeSchema.omit({ model: true }).extend({
  modelId: recipeSchema.shape.model.shape.id,
  /** Refuse to paint with other weights than these; left out: whatever weights the model has by then. */
  modelHash: recipeSchema.shape.model.shape.hash.optional(),
});
export type JobDraft = z.infer<typeof jobDraftSchema>;

/** A recipe as a job: painted again with whatever weights the model has now. */
export function draftOf({ model, ...rest }: z.infer<typeof recipeSchema>): JobDraft {
  return { ...rest, modelId: model.id };
}

/** Pictures that one call may queue. */
export const MOST_JOBS = 400;

/** One swept field: its name in the recipe panel ('steps', 'chip', 'adcBits', ...) and what it took, in order. */
const axisSchema = z.strictObject({
  field: z.string().min(1),
  values: z.array(z.union([z.number(), z.string()])).min(1),
});
export type Axis = z.infer<typeof axisSchema>;

/** One swept field is a row of pictures; two are a grid. Cells are row-major: index = y * x.values.length + x. */
export const sweepAxesSchema = z.strictObject({ x: axisSchema, y: axisSchema.nullable() });
const newAxisSchema = z.strictObject({
  field: axisSchema.shape.field.max(MOST_NAME),
  values: z
    .array(z.union([z.number(), z.string().max(MOST_NAME)]))
    .min(1)
    .max(MOST_JOBS),
});
/** Of a sweep that is asked for. One that is kept may be of an older version, which had no bounds. */
export const newSweepAxesSchema = z.strictObject({ x: newAxisSchema, y: newAxisSchema.nullable() });
export type SweepAxes = z.infer<typeof sweepAxesSchema>;

/** Cells of a sweep. */
export function cellCount({ x, y }: SweepAxes): number {
  return x.values.length * (y?.values.length ?? 1);
}
