import { age } from './age.ts';
import { chip } from './chip.ts';
import { chipSeed } from './chip-seed.ts';
import type { Field } from './field.ts';
import { guidance } from './guidance.ts';
import { height } from './height.ts';
import { model } from './model.ts';
import { negativePrompt } from './negative-prompt.ts';
import { precision } from './precision.ts';
import { prompt } from './prompt.ts';
import { sampler } from './sampler.ts';
import { seed } from './seed.ts';
import { steps } from './steps.ts';
import { width } from './width.ts';

/**
 * Every field of a recipe, in the order in which recipes are written. Schemas, tables, texts, flags, sweeps and rows on
 * the screen are derived from this list.
 */
export const FIELDS = {
  model,
  prompt,
  negativePrompt,
  seed,
  width,
  height,
  steps,
  guidance,
  sampler,
  chip,
  chipSeed,
  age,
  precision,
} as const satisfies Record<string, Field>;
