import { readFile, stat } from 'node:fs/promises';
import { OhmbrushError } from '../../../shared/errors.ts';
import type { Recipe } from '../../../shared/recipe.ts';
import { readRecipe } from '../../files/png-recipe.ts';
import type { GenerateFlags } from './flags.ts';

/**
 * A recipe says everything that decides the bits; what would say it twice is refused rather than ignored.
 *
 * @throws OhmbrushError 'usage'
 */
export function refuseBesideFrom(prompt: string | undefined, flags: GenerateFlags): void {
  const decided = {
    'a prompt': prompt,
    '--negative': flags.negative,
    '--chip': flags.chip,
    '--precision': flags.precision,
    '--steps': flags.steps,
    '--guidance': flags.guidance,
    '--sampler': flags.sampler,
    '--seed': flags.seed,
    '--chip-seed': flags.chipSeed,
    '--age': flags.age,
    '--size': flags.size,
    '--count': flags.count,
  };
  const given = Object.entries(decided).filter(([, value]) => value !== undefined);
  if (given.length === 0) return;
  throw new OhmbrushError(
    'usage',
    `--from paints the recipe in the picture, which already says ${given.map(([name]) => name).join(', ')}`,
    'Leave it out, or leave out --from',
  );
}

/** Larger than any picture that Ohmbrush writes. */
const MAX_PNG_BYTES = 1 << 30;

/**
 * The recipe in the picture at `path`.
 *
 * @throws OhmbrushError 'not-found' or 'bad-file'
 */
export async function recipeOf(path: string): Promise<Recipe> {
  const kind = await stat(path).catch(() => undefined);
  if (!kind?.isFile() || kind.size > MAX_PNG_BYTES) {
    const why = kind ? `${path} is not a picture` : `there is no file ${path}`;
    throw new OhmbrushError('not-found', why, 'Give a PNG that Ohmbrush painted');
  }
  const png = await readFile(path).catch((error: NodeJS.ErrnoException) => {
    throw new OhmbrushError('bad-file', `cannot read ${path} (${error.code})`, 'Give a picture that you may read');
  });
  return readRecipe(png, path);
}
