import type { PictureSummary } from '../../shared/contract/pictures.ts';
import type { EnergyReport } from '../../shared/energy/energy-report.ts';
import { ENERGY } from '../../shared/formats/energy.ts';
import { RECIPE } from '../../shared/formats/recipe.ts';
import type { Recipe } from '../../shared/recipe/recipe.ts';
import { comparisonKey } from './comparison-key.ts';
import type { LibraryContext } from './context.ts';
import { pack, packText } from './packed-json.ts';
import { searchText } from './search-text.ts';

/** A picture that enters the library; what its maker did not say is null. */
export interface NewPicture
  extends Pick<
    PictureSummary,
    | 'source'
    | 'createdAt'
    | 'width'
    | 'height'
    | 'hasAlpha'
    | 'prompt'
    | 'modelId'
    | 'seed'
    | 'steps'
    | 'guidance'
    | 'sampler'
    | 'chipId'
    | 'chipName'
    | 'precision'
    | 'seconds'
  > {
  hash: string;
  negativePrompt: string;
  recipe: Recipe | null;
  /** Its text where there is one that cannot be read. */
  unreadRecipe: string | null;
  energy: EnergyReport | null;
  preparationSeconds: number | null;
  backend: string | null;
  threads: number | null;
}

/** Adds the rows of one picture; run it inside a transaction. Returns its id. */
export function insertPicture({ sql }: Pick<LibraryContext, 'sql'>, picture: NewPicture): number {
  const { recipe, unreadRecipe, energy } = picture;
  const { lastInsertRowid } = sql(`
    INSERT INTO pictures (hash, source, created_at, chip_id, precision, joules, exact, scene, width, height, has_alpha,
      model_id, seed, steps, guidance, sampler, chip_name, seconds, prompt)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`).run(
    picture.hash,
    picture.source,
    picture.createdAt,
    picture.chipId,
    picture.precision,
    energy?.joules ?? null,
    recipe?.chip.kind === 'exact' ? 1 : 0,
    recipe && comparisonKey(recipe),
    picture.width,
    picture.height,
    picture.hasAlpha ? 1 : 0,
    picture.modelId,
    picture.seed,
    picture.steps,
    picture.guidance,
    picture.sampler,
    picture.chipName,
    picture.seconds,
    picture.prompt,
  );
  const id = Number(lastInsertRowid);
  sql(`
    INSERT INTO picture_details (picture_id, negative_prompt, recipe, energy, preparation_seconds, backend, threads)
    VALUES (?, ?, ?, ?, ?, ?, ?)`).run(
    id,
    picture.negativePrompt,
    recipe ? pack(RECIPE, recipe) : unreadRecipe === null ? null : packText(unreadRecipe),
    energy && pack(ENERGY, energy),
    picture.preparationSeconds,
    picture.backend,
    picture.threads,
  );
  sql('INSERT INTO prompt_search (rowid, words) VALUES (?, ?)').run(id, searchText(picture.prompt));
  return id;
}
