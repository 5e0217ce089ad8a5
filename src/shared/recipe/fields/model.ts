import { z } from 'zod';
import { MOST_NAME } from '../../bounds.ts';
import type { Field } from './field.ts';

const schema = z.strictObject({
  /** Id of a built-in model, or the name of the model's folder. */
  id: z.string().min(1).max(MOST_NAME),
  /** SHA-256 over the weights, to detect a repaint with other weights. */
  hash: z.string().regex(/^[0-9a-f]{64}$/),
});

/** The model to paint with. */
export const model = {
  schema,
  default: 'asked',
  part: 'content',
  short: ({ id }) => id,
  listedAs: 'modelId',
  column: 'model',
  a1111: { name: 'Model' },
  flag: { flags: '--model <id|folder>', help: "a model of `ohmbrush models`, or a folder in diffusers' layout" },
  sweep: null,
} as const satisfies Field<typeof schema>;
