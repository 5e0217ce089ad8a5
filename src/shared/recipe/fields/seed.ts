import type { Field } from './field.ts';
import { seedSchema } from './seed-schema.ts';

/** Seed of the starting noise and of the sampler. */
export const seed = {
  schema: seedSchema,
  default: 'asked',
  part: 'content',
  listedAs: 'seed',
  column: 'seed',
  a1111: { name: 'Seed' },
  flag: { flags: '--seed <n>', help: 'seed of the picture (default: a random one, which is shown)' },
  sweep: { by: 'number', step: 1, spread: 'even' },
} as const satisfies Field<typeof seedSchema>;
