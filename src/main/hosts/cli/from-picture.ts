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
  throw new OhmbrushError(
    'usage',
    `--from paints the recipe in the picture, which already says ${twice.map(({ flag }) => flag).join(', ')}`,
    'Leave it out, or leave out --from',
  );
}

/**
 * The recipe in the picture at `path`.
 *
 * @throws OhmbrushError 'not-found' or 'bad-file'
 */
export async function recipeOf(path: string): Promise<Recipe> {
  const png = await readRegularFile(path, MOST_PNG_BYTES).catch((error: NodeJS.ErrnoException) => {
    const todo = 'Give a PNG that Ohmbrush painted';
    switch (error.code) {
      case 'ENOENT':
      case 'ENOTDIR':
        throw new OhmbrushError('not-found', `there is no file ${path}`, todo);
      case 'NOT_A_FILE':
      case 'ENXIO':
        throw new OhmbrushError('not-found', `${path} is not a picture`, todo);
      case 'TOO_LARGE':
        throw new OhmbrushError('bad-file', `${path} is larger than ${MOST_PNG_BYTES / 2 ** 20} MB`, todo);
      default:
        throw new OhmbrushError('bad-file', `cannot read ${path} (${error.code})`, 'Give a picture that you may read');
    }
  });
  return readRecipe(png, path);
}
