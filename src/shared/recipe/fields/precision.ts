import { z } from 'zod';
import { MOST_NAME } from '../../bounds.ts';
import { PRECISION_PRESETS, precisionPlanSchema } from '../../chip/precision-plan.ts';
import type { Field } from './field.ts';

const schema = z.strictObject({
  name: z.union([z.enum(PRECISION_PRESETS), z.string().min(1).max(MOST_NAME)]),
  plan: precisionPlanSchema,
});

/** How many bits each layer gets, by value like the chip. */
export const precision = {
  schema,
  default: 'asked',
  part: 'chip',
  short: ({ name }) => name,
  listedAs: 'precision',
  column: 'precision',
  a1111: { name: 'Precision' },
  flag: { flags: '--precision <name|file.json>', help: 'exact, balanced, frugal, or a plan' },
  sweep: { by: 'choice' },
} as const satisfies Field<typeof schema>;
