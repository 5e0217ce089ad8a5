import type { PictureDetails } from '../../shared/contract/pictures.ts';
import { ENERGY } from '../../shared/formats/energy.ts';
import { readOrNull, unreadOrNull } from '../../shared/formats/format.ts';
import { RECIPE } from '../../shared/formats/recipe.ts';
import type { LibraryContext } from './context.ts';
import { exactPictureOf } from './exact.ts';
import { noPicture } from './no-picture.ts';
import { unpack } from './packed-json.ts';
import { summaries } from './summary.ts';

interface DetailsRow {
  hash: string;
  prompt: string;
  negativePrompt: string;
  recipe: Buffer | null;
  energy: Buffer | null;
  preparationSeconds: number | null;
  backend: string | null;
  threads: number | null;
}

/** @throws OhmbrushError 'not-found' */
export function details(context: LibraryContext, { id }: { id: number }): PictureDetails {
  const { sql } = context;
  const summary = summaries(context, [id])[0];
  const row = sql<DetailsRow>(`
    SELECT hash, prompt, negative_prompt AS negativePrompt, recipe, energy, preparation_seconds AS preparationSeconds,
      backend, threads
    FROM pictures JOIN picture_details ON picture_id = id WHERE id = ?`).get(id);
  if (!summary || !row) throw noPicture(id);
  const recipe = unpack(RECIPE, row.recipe);
  const energy = unpack(ENERGY, row.energy);
  return {
    ...summary,
    ...row,
    recipe: readOrNull(recipe),
    recipeUnread: unreadOrNull(recipe),
    energy: readOrNull(energy),
    energyUnread: unreadOrNull(energy),
    tags: sql('SELECT tag FROM picture_tags WHERE picture_id = ? ORDER BY tag').pluck().all(id) as string[],
    boardIds: sql('SELECT board_id FROM board_pictures WHERE picture_id = ? ORDER BY board_id')
      .pluck()
      .all(id) as number[],
    exactId: exactPictureOf(context, id),
  };
}
