import { readdir } from 'node:fs/promises';
import { basename, extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { ChipProfile } from '../../shared/chip/chip-profile.ts';
import { OhmbrushError } from '../../shared/errors.ts';
import { parseChip } from '../../shared/formats/parse-chip.ts';
import { nearest } from '../../shared/nearest.ts';
import { phrase } from '../../shared/refusals.ts';
import { readJson } from '../files/read-json.ts';

const FOLDER = fileURLToPath(new URL('../../../resources/chips', import.meta.url));

/** Every chip profile that ships, ordered by id. */
export async function listChips(): Promise<ChipProfile[]> {
  return Promise.all((await chipIds()).map((id) => loadFile(join(FOLDER, `${id}.json`))));
}

/**
 * The chip that `idOrFile` means: an id of `listChips`, or a path to a profile (anything that ends in .json).
 *
 * @throws OhmbrushError 'not-found' or 'bad-chip'
 */
export async function loadChip(idOrFile: string): Promise<ChipProfile> {
  if (extname(idOrFile) === '.json') return loadFile(idOrFile);
  const ids = await chipIds();
  if (ids.includes(idOrFile)) return loadFile(join(FOLDER, `${idOrFile}.json`));
  const close = nearest(idOrFile, ids);
  throw new OhmbrushError('chip-unknown', {
    id: idOrFile,
    suggestion: close ? phrase('did-you-mean', { close }) : '',
    ids,
  });
}

async function chipIds(): Promise<string[]> {
  return (await readdir(FOLDER))
    .filter((file) => extname(file) === '.json')
    .map((file) => basename(file, '.json'))
    .sort();
}

async function loadFile(path: string): Promise<ChipProfile> {
  return parseChip(await readJson(path, phrase('a-chip-profile'), 'bad-chip'), path);
}
