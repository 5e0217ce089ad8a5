import { z } from 'zod';
import type { Field } from './field.ts';

const schema = z.int().min(1).max(200);

/** Steps of the sampler. */
export const steps = {
  schema,
  default: 'model',
  part: 'content',
  listedAs: 'steps',
  column: 'steps',
  a1111: { name: 'Steps' },
  flag: { flags: '--steps <n>', help: 'steps of the sampler' },
  sweep: { by: 'number', step: 1, spread: 'even' },
} as const satisfies Field<typeof schema>;
