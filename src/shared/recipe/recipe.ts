import { z } from 'zod';
import { MOST_NAME, MOST_PROMPT } from '../bounds.ts';
import { chipProfileSchema } from '../chip/chip-profile.ts';
import { PRECISION_PRESETS, precisionPlanSchema } from '../chip/precision-plan.ts';

export const SAMPLERS = ['ddim', 'euler', 'euler-ancestral', 'dpmpp-2m'] as const;
export type SamplerId = (typeof SAMPLERS)[number];

/** 32-bit unsigned: what the counter-based generators take. */
const seedSchema = z.int().min(0).max(0xffffffff);

/**
 * Everything needed to paint one picture again, bit for bit, on any backend with any number of threads.
 * Chip and plan travel by value, so that a recipe outlives an edit of the profile it was made with.
 */
export const recipeSchema = z.strictObject({
  model: z.strictObject({
    /** Id of a built-in model or the folder's name. */
    id: z.string().min(1).max(MOST_NAME),
    /** SHA-256 over the weights, so that a repaint with other weights is noticed. */
    hash: z.string().regex(/^[0-9a-f]{64}$/),
  }),
  prompt: z.string().max(MOST_PROMPT),
  negativePrompt: z.string().max(MOST_PROMPT),
  /** Seed of the starting noise and of the sampler. */
  seed: seedSchema,
  /** Pixels. */
  width: z.int().min(8).max(2048),
  height: z.int().min(8).max(2048),
  steps: z.int().min(1).max(200),
  guidance: z.number().min(0).max(30),
  sampler: z.enum(SAMPLERS),
  chip: chipProfileSchema,
  /** Seed of programming errors, stuck cells and drift exponents: one seed, one physical chip. */
  chipSeed: seedSchema,
  /** Seconds since the chip was programmed. */
  age: z.number().min(0).max(1e10),
  precision: z.strictObject({
    name: z.union([z.enum(PRECISION_PRESETS), z.string().min(1).max(MOST_NAME)]),
    plan: precisionPlanSchema,
  }),
});

export type Recipe = z.infer<typeof recipeSchema>;
