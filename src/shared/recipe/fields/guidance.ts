import { z } from 'zod';
import type { Field } from './field.ts';

const schema = z.number().min(0).max(30);

/** How closely the picture follows the prompt. */
export const guidance = {
  schema,
  default: 'model',
  part: 'content',
  listedAs: 'guidance',
  column: 'guidance',
  a1111: { name: 'CFG scale', aliases: ['Guidance scale', 'Distilled CFG scale'] },
  flag: { flags: '--guidance <g>', help: 'how strictly to follow the prompt' },
  sweep: { by: 'number', step: 0.5, spread: 'even' },
} as const satisfies Field<typeof schema>;
