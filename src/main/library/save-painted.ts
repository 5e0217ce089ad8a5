import type { PaintResult } from '../../shared/engine/engine-protocol.ts';
import { ENERGY } from '../../shared/formats/energy.ts';
import { encodePng } from '../files/encode-png.ts';
import { embedPainting } from '../files/png-painting.ts';
import { embedRecipe } from '../files/png-recipe.ts';
import type { LibraryContext } from './context.ts';
import { fromRecipe } from './from-recipe.ts';
import { insertPicture } from './insert-picture.ts';
import { pack } from './packed-json.ts';
import { hashOf } from './picture-files.ts';
import { rememberPrompt } from './prompts.ts';
import { savePicture } from './save-picture.ts';
import { makeThumbnail } from './thumbnail.ts';

export interface Painted {
  readonly result: PaintResult;
  readonly sweepId: number | null;
}

/**
 * Saves a painted picture and returns its id: first its files, flushed to disk, then in one transaction its rows and
 * the changes that belong to them (the queue's job is done).
 */
export async function savePainted(
  context: LibraryContext,
  { result, sweepId }: Painted,
  inTransaction?: (pictureId: number) => void,
): Promise<number> {
  const { pixels, recipe, energy, seconds, preparationSeconds, backend, threads } = result;
  const createdAt = context.now();
  const content = embedRecipe(await encodePng(pixels), recipe);
  const painting = { createdAt, seconds, preparationSeconds, backend, threads, energy };
  const png = embedPainting(content, painting);
  const picture = { png, thumbnail: await makeThumbnail(content), contentHash: hashOf(content) };
  const { id } = await savePicture(context, picture, {
    add: (hash) =>
      insertPicture(context, {
        ...fromRecipe(recipe),
        hash,
        source: 'painted',
        createdAt,
        width: pixels.width,
        height: pixels.height,
        hasAlpha: pixels.channels === 4,
        energy,
        seconds,
        preparationSeconds,
        backend,
        threads,
      }),
    also(pictureId, isNew) {
      if (!isNew) meterImported(context, pictureId, result);
      if (sweepId !== null) {
        context
          .sql('INSERT OR IGNORE INTO sweep_pictures (sweep_id, picture_id) VALUES (?, ?)')
          .run(sweepId, pictureId);
      }
      rememberPrompt(context, recipe.prompt, recipe.negativePrompt);
      inTransaction?.(pictureId);
    },
  });
  context.changed('pictures', 'prompts');
  return id;
}

/** A picture that was imported as a file and is now painted here with the same bytes gets its figures. */
function meterImported({ sql }: LibraryContext, pictureId: number, result: PaintResult): void {
  const { changes } = sql('UPDATE pictures SET joules = ?, seconds = ? WHERE id = ? AND joules IS NULL').run(
    result.energy.joules,
    result.seconds,
    pictureId,
  );
  if (changes === 0) return;
  sql(
    'UPDATE picture_details SET energy = ?, preparation_seconds = ?, backend = ?, threads = ? WHERE picture_id = ?',
  ).run(pack(ENERGY, result.energy), result.preparationSeconds, result.backend, result.threads, pictureId);
}
