import { sweepAxesSchema } from '../recipe/sweep-axes.ts';
import { defineFormat } from './format.ts';

/** The axes of a sweep in the database; its cells are jobs. */
export const SWEEP = defineFormat('sweep', sweepAxesSchema);
