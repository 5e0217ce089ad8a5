import { z } from 'zod';
import { MOST_NAME } from '../bounds.ts';
import { phrase } from '../refusals.ts';

/** Most pictures that one call may queue. */
export const MOST_JOBS = 400;

/** One swept field: its name in the recipe panel ('steps', 'chip', 'adcBits', ...) and its values, in order. */
const axisSchema = z.strictObject({
  field: z.string().min(1),
  values: z.array(z.union([z.number(), z.string()])).min(1),
});
export type Axis = z.infer<typeof axisSchema>;

/** Of a sweep that is kept: one of an older version may be larger than is taken now, but each cell takes memory. */
const MOST_CELLS = 1 << 16;

/** One swept field is a row of pictures; two are a grid. Cells are row-major: index = y * x.values.length + x. */
const axesSchema = z.strictObject({ x: axisSchema, y: axisSchema.nullable() });
export type SweepAxes = z.infer<typeof axesSchema>;

export const sweepAxesSchema = axesSchema.refine((axes) => cellCount(axes) <= MOST_CELLS, {
  params: { ...phrase('sweep-too-large', { most: MOST_CELLS }) },
});

const newAxisSchema = z.strictObject({
  field: axisSchema.shape.field.max(MOST_NAME),
  values: z
    .array(z.union([z.number(), z.string().max(MOST_NAME)]))
    .min(1)
    .max(MOST_JOBS),
});
/** For requested sweeps. A stored one may come from an older version, which had no limits. */
export const newSweepAxesSchema = z.strictObject({ x: newAxisSchema, y: newAxisSchema.nullable() });

/** Cells of a sweep. */
export function cellCount({ x, y }: SweepAxes): number {
  return x.values.length * (y?.values.length ?? 1);
}
