import { recipeSchema } from '../recipe/recipe.ts';
import { defineFormat } from './format.ts';

/** In a PNG under 'ohmbrush', and beside a picture in the database. */
export const RECIPE = defineFormat('recipe', recipeSchema);
