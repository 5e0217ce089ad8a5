import { z } from 'zod';
import { MOST_NAME } from '../bounds.ts';
import { SAMPLERS } from '../recipe/fields/sampler.ts';
import { defineFormat } from './format.ts';

/**
 * The recommendations of a model's maker, its kind of guidance, and its base if it is a variant. Every field is
 * optional.
 */
const modelCardSchema = z.strictObject({
  base: z.string().min(1).max(MOST_NAME).optional(),
  name: z.string().min(1).max(80).optional(),
  steps: z.int().min(1).max(200).optional(),
  guidance: z.number().min(0).max(30).optional(),
  /** For these two see worker/pipeline/guidance.ts. */
  guidanceParallel: z.number().min(0).max(1).optional(),
  guidanceStop: z.number().min(0).max(1).optional(),
  sampler: z.enum(SAMPLERS).optional(),
});
export type ModelCard = z.infer<typeof modelCardSchema>;

/** The file ohmbrush.json in a model folder. */
export const MODEL_CARD = defineFormat('model-card', modelCardSchema);
