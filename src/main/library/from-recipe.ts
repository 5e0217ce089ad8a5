import type { Recipe } from '../../shared/recipe/recipe.ts';

/** The fields of a picture that its recipe says. */
export function fromRecipe(recipe: Recipe) {
  const { model, prompt, negativePrompt, seed, steps, guidance, sampler, chip, precision } = recipe;
  return {
    recipe,
    unreadRecipe: null,
    prompt,
    negativePrompt,
    modelId: model.id,
    seed,
    steps,
    guidance,
    sampler,
    chipId: chip.id,
    chipName: chip.name,
    precision: precision.name,
  };
}
