import type { Field } from './field.ts';
import { seedSchema } from './seed-schema.ts';

/** Seed of programming errors, stuck cells and drift exponents: one seed, one physical chip. */
export const chipSeed = {
  schema: seedSchema,
  default: { value: 0 },
  part: 'chip',
  column: 'chip_seed',
  a1111: { name: 'Chip seed' },
  flag: { flags: '--chip-seed <n>', help: 'which physical chip: seed of its errors' },
  sweep: { by: 'number', step: 1, spread: 'even' },
} as const satisfies Field<typeof seedSchema>;
