import { createHash } from 'node:crypto';
import type { Recipe } from '../../shared/recipe/recipe.ts';

/**
 * What two pictures share when only the chip differs: same weights, prompts, seed, size, steps, guidance and sampler.
 * Their difference is then the chip's doing. 16 bytes of SHA-256; in the database the column `scene`.
 */
export function comparisonKey(recipe: Recipe): Buffer {
  const { model, prompt, negativePrompt, seed, width, height, steps, guidance, sampler } = recipe;
  const compared = [model.hash, prompt, negativePrompt, seed, width, height, steps, guidance, sampler];
  return createHash('sha256').update(JSON.stringify(compared)).digest().subarray(0, 16);
}
