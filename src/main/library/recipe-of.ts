import { type Recipe, recipeSchema } from '../../shared/recipe/recipe.ts';
import type { LibraryContext } from './context.ts';
import { unpackJson } from './packed-json.ts';

/** Null for a picture without one, and for an id that no picture has. */
export function recipeOf({ sql }: LibraryContext, id: number): Recipe | null {
  const recipe = sql('SELECT recipe FROM picture_details WHERE picture_id = ?').pluck().get(id);
  return unpackJson((recipe ?? null) as Buffer | null, recipeSchema);
}
