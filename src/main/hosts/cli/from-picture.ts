import { readRegularFile } from '../../../node/regular-file.ts';
import { OhmbrushError } from '../../../shared/errors.ts';
import type { Recipe } from '../../../shared/recipe/recipe.ts';
import { MOST_PNG_BYTES } from '../../files/png-chunks.ts';
import { readRecipe } from '../../files/png-recipe.ts';
import { flaggedFields, given } from './field-flags.ts';
import type { GenerateFlags } from './flags.ts';

/**
 * A recipe contains everything that decides the pixels; flags that would set the same again are refused, not ignored.
 *
 * @throws OhmbrushError 'usage'
 */
export function refuseBesideFrom(prompt: string | undefined, flags: GenerateFlags): void {
  const decided = [
    { flag: 'a prompt', value: prompt },
    // Only the folder of the recipe's model may be given as well.
    ...flaggedFields().flatMap((id) => (id === 'model' ? [] : [given(id, flags)])),
    { flag: '--count', value: flags.count },
  ];
  const twice = decided.filter(({ value }) => value !== undefined);
  if (twice.length === 0) return;
  throw new OhmbrushError('from-with-flags', { flags: twice.map(({ flag }) => flag) });
}

/**
 * The recipe in the picture at `path`.
 *
 * @throws OhmbrushError 'not-found' or 'bad-file'
 */
export async function recipeOf(path: string): Promise<Recipe> {
  const png = await readRegularFile(path, MOST_PNG_BYTES).catch((error: NodeJS.ErrnoException) => {
    switch (error.code) {
      case 'ENOENT':
      case 'ENOTDIR':
        throw new OhmbrushError('picture-file-missing', { path });
      case 'NOT_A_FILE':
      case 'ENXIO':
        throw new OhmbrushError('picture-file-special', { path });
      case 'TOO_LARGE':
        throw new OhmbrushError('picture-file-too-large', { path, megabytes: MOST_PNG_BYTES / 2 ** 20 });
      default:
        throw new OhmbrushError('picture-file-unreadable', { path, why: error.code ?? error.message });
    }
  });
  return readRecipe(png, path);
}
