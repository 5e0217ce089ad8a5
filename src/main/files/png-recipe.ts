import { parseJson } from '../../shared/bounded-json.ts';
import { OhmbrushError } from '../../shared/errors.ts';
import { type Recipe, recipeSchema } from '../../shared/recipe/recipe.ts';
import { a1111Parameters } from './a1111-parameters.ts';
import { type PngChunk, readPngChunks, writePngChunks } from './png-chunks.ts';
import { findInternationalText, internationalTextChunk, textChunk } from './png-text.ts';

/** Keyword of the chunk that holds the recipe as JSON. */
const KEYWORD = 'ohmbrush';

/** More than a recipe takes as JSON whose every text is as long as it may be. */
const MOST_RECIPE_BYTES = 1 << 20;

/** The same picture with its recipe inside: whole under 'ohmbrush', and for other tools under 'parameters'. */
export function embedRecipe(png: Buffer, recipe: Recipe): Buffer {
  const [header, ...rest] = readPngChunks(png, 'the picture');
  return writePngChunks([
    header!,
    textChunk('parameters', a1111Parameters(recipe)),
    internationalTextChunk(KEYWORD, JSON.stringify(recipe)),
    ...rest,
  ]);
}

/**
 * The recipe that a picture was painted with.
 *
 * @param where what to call the file in an error
 * @throws OhmbrushError 'bad-file': not a PNG, damaged, without a recipe, or with one that this version cannot read
 */
export function readRecipe(png: Buffer, where: string): Recipe {
  return recipeIn(readPngChunks(png, where), where);
}

/** As `readRecipe`, of chunks that have been read. */
export function recipeIn(chunks: readonly PngChunk[], where: string): Recipe {
  const json = readText(() => findInternationalText(chunks, KEYWORD, MOST_RECIPE_BYTES), where);
  if (json === undefined) {
    throw new OhmbrushError(
      'bad-file',
      `${where} carries no recipe: another program made it or saved it anew`,
      'Give the file that Ohmbrush wrote',
    );
  }
  const version = (json as { version?: unknown } | null)?.version;
  if (typeof version === 'number' && version !== 1) {
    throw new OhmbrushError(
      'bad-file',
      `${where} carries a recipe of version ${version} and this Ohmbrush reads version 1`,
      'Use a newer Ohmbrush',
    );
  }
  const parsed = recipeSchema.safeParse(json);
  if (!parsed.success) {
    const { path, message } = parsed.error.issues[0]!;
    throw unreadable(where, `${path.join('.') || 'recipe'}: ${message}`);
  }
  return parsed.data;
}

function readText(read: () => string | undefined, where: string): unknown {
  try {
    const text = read();
    return text === undefined ? undefined : parseJson(text);
  } catch (error) {
    throw unreadable(where, (error as Error).message);
  }
}

function unreadable(where: string, why: string): OhmbrushError {
  return new OhmbrushError(
    'bad-file',
    `the recipe in ${where} cannot be read (${why})`,
    'Use an unchanged copy of the picture',
  );
}
