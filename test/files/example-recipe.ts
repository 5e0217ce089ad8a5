import type { Recipe } from '../../src/shared/recipe/recipe.ts';

export const RECIPE: Recipe = {
  model: { id: 'sticker', hash: '0123456789abcdef'.repeat(4) },
  prompt: 'a red apple, 3d style',
  negativePrompt: 'grey, blurry: never',
  seed: 4294967295,
  width: 128,
  height: 96,
  steps: 20,
  guidance: 3.5,
  sampler: 'dpmpp-2m',
  chip: { kind: 'exact', id: 'exact', name: 'Exact', description: 'Float32 without a chip' },
  chipSeed: 7,
  age: 86400,
  precision: {
    name: 'balanced',
    plan: { default: { adcBits: 7 }, overrides: [{ layers: 'unet.conv_in', steps: [0, 0.25], digital: true }] },
  },
};
