import { readOrNull } from '../../shared/formats/format.ts';
import { RECIPE } from '../../shared/formats/recipe.ts';
import type { Recipe } from '../../shared/recipe/recipe.ts';
import type { LibraryContext } from './context.ts';
import { unpack } from './packed-json.ts';

/**
 * Null for a picture without a recipe, for one whose recipe cannot be read (its details say why), and for an unknown
 * id.
 */
export function recipeOf({ sql }: LibraryContext, id: number): Recipe | null {
  const recipe = sql('SELECT recipe FROM picture_details WHERE picture_id = ?').pluck().get(id);
  return readOrNull(unpack(RECIPE, (recipe ?? null) as Buffer | null));
}
