import { listedOf, saidBy } from '../../shared/recipe/listed.ts';
import type { Recipe } from '../../shared/recipe/recipe.ts';

/** The fields of a picture that come from its recipe. */
export function fromRecipe(recipe: Recipe) {
  return { recipe, unreadRecipe: null, ...listedOf(saidBy(recipe)), chipName: recipe.chip.name };
}
