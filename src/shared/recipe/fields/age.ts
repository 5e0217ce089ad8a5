import { z } from 'zod';
import type { Field } from './field.ts';

const schema = z.number().min(0).max(1e10);

/** Time since the chip was programmed. */
export const age = {
  schema,
  default: { value: 0 },
  part: 'chip',
  unit: 's',
  column: 'chip_age_s',
  a1111: { name: 'Chip age' },
  flag: { flags: '--age <seconds>', help: 'time since the chip was programmed' },
  sweep: { by: 'number', step: 1, spread: 'ratio' },
} as const satisfies Field<typeof schema>;
