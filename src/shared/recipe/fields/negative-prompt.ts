import { z } from 'zod';
import { MOST_PROMPT } from '../../bounds.ts';
import type { Field } from './field.ts';

const schema = z.string().max(MOST_PROMPT);

/** What the picture should not show. */
export const negativePrompt = {
  schema,
  default: { value: '' },
  part: 'content',
  listedAs: 'negativePrompt',
  column: 'negative_prompt',
  a1111: null,
  flag: { flags: '--negative <text>', help: 'what the picture should not show' },
  sweep: null,
} as const satisfies Field<typeof schema>;
