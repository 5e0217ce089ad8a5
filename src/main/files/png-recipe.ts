import { OhmbrushError } from '../../shared/errors.ts';
import { type Decoded, decodeText, encodeText, unreadable } from '../../shared/formats/format.ts';
import { RECIPE } from '../../shared/formats/recipe.ts';
import { refuseUnread } from '../../shared/formats/refuse-unread.ts';
import type { Recipe } from '../../shared/recipe/recipe.ts';
import { phrase } from '../../shared/refusals.ts';
import { a1111Parameters } from './a1111-parameters.ts';
import { type PngChunk, readPngChunks, writePngChunks } from './png-chunks.ts';
import { findInternationalText, internationalTextChunk, textChunk } from './png-text.ts';

/** Keyword of the chunk that holds the recipe as JSON. */
const KEYWORD = 'ohmbrush';

/** More than the JSON of a recipe takes with every text at its maximum length. */
const MOST_RECIPE_BYTES = 1 << 20;

/** The same picture with its recipe inside: complete under 'ohmbrush', and for other tools under 'parameters'. */
export function embedRecipe(png: Buffer, recipe: Recipe): Buffer {
  const [header, ...rest] = readPngChunks(png, 'the picture');
  return writePngChunks([
    header!,
    textChunk('parameters', a1111Parameters(recipe)),
    internationalTextChunk(KEYWORD, encodeText(RECIPE, recipe)),
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
  const decoded = recipeIn(readPngChunks(png, where))?.decoded;
  if (!decoded) {
    throw new OhmbrushError('no-recipe', { file: where });
  }
  if (decoded.state !== 'read') throw refuseUnread('bad-file', phrase('recipe-in', { file: where }), decoded);
  return decoded.value;
}

/** The recipe in a picture's chunks with its text (empty where it cannot be unpacked); null where there is none. */
export function recipeIn(chunks: readonly PngChunk[]): { text: string; decoded: Decoded<Recipe> } | null {
  try {
    const text = findInternationalText(chunks, KEYWORD, MOST_RECIPE_BYTES);
    return text === undefined ? null : { text, decoded: decodeText(RECIPE, text) };
  } catch (error) {
    return { text: '', decoded: unreadable((error as Error).message) };
  }
}
