import { fieldOf, fieldsInOrder, isAdded } from '../recipe/fields.ts';
import { type Recipe, recipeSchema } from '../recipe/recipe.ts';
import { defineFormat, type Format } from './format.ts';

const added = fieldsInOrder().filter((id) => fieldOf(id).added !== undefined);
const versionOf = (ids: typeof added) => Math.max(1, ...ids.map((id) => fieldOf(id).added!));

/**
 * Stored in a PNG under 'ohmbrush', and beside a picture in the database. A version adds fields, for which earlier
 * recipes get the defaults. A recipe that has the defaults there is written in the earlier form, so that painting it
 * gives an identical file.
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
