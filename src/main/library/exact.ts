import type { z } from 'zod';
import type { exactOfSchema } from '../../shared/contract/pictures.ts';
import { draftOf } from '../../shared/recipe/draft.ts';
import { withoutChip } from '../../shared/recipe/reference.ts';
import type { LibraryContext } from './context.ts';
import { noPicture } from './no-picture.ts';
import { recipeOf } from './recipe-of.ts';

/**
 * The exact picture to compare a picture with, outside the trash; null if there is none, or the picture itself is
 * exact.
 */
export function exactPictureOf({ sql }: LibraryContext, id: number): number | null {
  const exact = sql(`
    SELECT reference.id FROM pictures AS own JOIN pictures AS reference ON reference.scene = own.scene
    WHERE own.id = ? AND own.exact = 0 AND reference.exact = 1 AND reference.trashed_at IS NULL
    ORDER BY reference.id LIMIT 1`);
  return (exact.pluck().get(id) as number | undefined) ?? null;
}

/**
 * The exact picture to compare a picture with (itself if it is exact). If the library has none: the draft that paints
 * it, with the weights fixed by hash, because pictures of other weights could not be compared.
 *
 * @throws OhmbrushError 'not-found'
 */
export function exactOf(context: LibraryContext, id: number): z.infer<typeof exactOfSchema> {
  const own = context.sql<{ exact: number }>('SELECT exact FROM pictures WHERE id = ?').get(id);
  if (!own) throw noPicture(id);
  const pictureId = own.exact ? id : exactPictureOf(context, id);
  const recipe = pictureId === null ? recipeOf(context, id) : null;
  const draft = recipe && withoutChip({ ...draftOf(recipe), model: recipe.model }, context.exactChip);
  return { pictureId, draft };
}
