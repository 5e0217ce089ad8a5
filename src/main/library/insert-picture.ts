import type { PictureDetails } from '../../shared/contract/pictures.ts';
import type { EnergyReport } from '../../shared/energy/energy-report.ts';
import { ENERGY } from '../../shared/formats/energy.ts';
import { RECIPE } from '../../shared/formats/recipe.ts';
import type { ListedKey } from '../../shared/recipe/listed.ts';
import type { Recipe } from '../../shared/recipe/recipe.ts';
import { comparisonKey } from './comparison-key.ts';
import type { LibraryContext } from './context.ts';
import { columnOf, LISTED_KEYS } from './listed-columns.ts';
import { pack, packText } from './packed-json.ts';
import { searchText } from './search-text.ts';

/** A picture to be added to the library; unknown fields are null. */
export interface NewPicture
  extends Pick<PictureDetails, ListedKey | 'source' | 'createdAt' | 'hasAlpha' | 'chipName' | 'seconds'> {
  hash: string;
  recipe: Recipe | null;
  /** The recipe's text if it cannot be read. */
  unreadRecipe: string | null;
  energy: EnergyReport | null;
  preparationSeconds: number | null;
  backend: string | null;
  threads: number | null;
}

const INSERT = `
  INSERT INTO pictures (hash, source, created_at, joules, exact, scene, has_alpha, chip_name, seconds,
    ${LISTED_KEYS.map(columnOf).join(', ')})
  VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ${LISTED_KEYS.map(() => '?').join(', ')})`;

/** Adds the rows of one picture and returns its id; to be run inside a transaction. */
export function insertPicture({ sql }: Pick<LibraryContext, 'sql'>, picture: NewPicture): number {
  const { recipe, unreadRecipe, energy } = picture;
  const { lastInsertRowid } = sql(INSERT).run(
    picture.hash,
    picture.source,
    picture.createdAt,
    energy?.joules ?? null,
    recipe?.chip.kind === 'exact' ? 1 : 0,
    recipe && comparisonKey(recipe),
    picture.hasAlpha ? 1 : 0,
    picture.chipName,
    picture.seconds,
    ...LISTED_KEYS.map((key) => picture[key]),
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
