import { basename, extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { PRECISION_PRESETS } from '../../shared/chip/precision-plan.ts';
import { OhmbrushError } from '../../shared/errors.ts';
import { parsePlan } from '../../shared/formats/parse-plan.ts';
import { nearest } from '../../shared/nearest.ts';
import type { Recipe } from '../../shared/recipe/recipe.ts';
import { EXACT } from '../../shared/recipe/reference.ts';
import { phrase } from '../../shared/refusals.ts';
import { readJson } from '../files/read-json.ts';

const FOLDER = fileURLToPath(new URL('../../../resources/precision', import.meta.url));

type Precision = Recipe['precision'];

/**
 * The precision that `nameOrFile` names: a preset, or a path to a plan (anything that ends in .json). A plan gets the
 * name of its file.
 *
 * @throws OhmbrushError 'usage', 'not-found' or 'bad-plan'
 */
export async function loadPrecision(nameOrFile: string): Promise<Precision> {
  if (extname(nameOrFile) === '.json') return { name: basename(nameOrFile, '.json'), plan: await loadFile(nameOrFile) };
  if (nameOrFile === 'exact') return EXACT;
  if (PRECISION_PRESETS.some((preset) => preset === nameOrFile)) {
    return { name: nameOrFile, plan: await loadFile(join(FOLDER, `${nameOrFile}.json`)) };
  }
  const close = nearest(nameOrFile, PRECISION_PRESETS);
  throw new OhmbrushError('precision-unknown', {
    name: nameOrFile,
    suggestion: close ? phrase('did-you-mean', { close }) : '',
    presets: PRECISION_PRESETS,
  });
}

async function loadFile(path: string) {
  return parsePlan(await readJson(path, phrase('a-precision-plan'), 'bad-plan'), path);
}
