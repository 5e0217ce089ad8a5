import { fieldOf, fieldsInOrder, isAdded } from '../recipe/fields.ts';
import { type Recipe, recipeSchema } from '../recipe/recipe.ts';
import { defineFormat, type Format } from './format.ts';

const added = fieldsInOrder().filter((id) => fieldOf(id).added !== undefined);
const versionOf = (ids: typeof added) => Math.max(1, ...ids.map((id) => fieldOf(id).added!));

/**
 * In a PNG under 'ohmbrush', and beside a picture in the database. A version adds fields, which recipes of earlier ones have
 * at their defaults; and a recipe that has them there is written as before, so that it paints the same file as ever.
 */
export const RECIPE: Format<Recipe> = {
  ...defineFormat(
    'recipe',
    recipeSchema,
    Array.from({ length: versionOf(added) - 1 }, () => (json) => json),
  ),
  written(recipe) {
    const silent: readonly string[] = added.filter((id) => !isAdded(id, recipe[id]));
    const said = Object.entries(recipe).filter(([id]) => !silent.includes(id));
    return { version: versionOf(added.filter((id) => !silent.includes(id))), ...Object.fromEntries(said) };
  },
};
