import { z } from 'zod';
import { MOST_PROMPT } from '../../bounds.ts';
import type { Field } from './field.ts';

const schema = z.string().max(MOST_PROMPT);

/** What to paint. */
export const prompt = {
  schema,
  default: 'asked',
  part: 'content',
  listedAs: 'prompt',
  column: 'prompt',
  a1111: null,
  flag: null,
  sweep: null,
} as const satisfies Field<typeof schema>;
