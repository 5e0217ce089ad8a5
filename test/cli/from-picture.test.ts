import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { MOST_PNG_BYTES } from '../../src/main/files/png-chunks.ts';
import { recipeOf } from '../../src/main/hosts/cli/from-picture.ts';
import { requestFromRecipe } from '../../src/main/hosts/cli/request.ts';
import { RECIPE } from '../files/example-recipe.ts';
import { fakeModel } from '../models/fake-model.ts';

const folder = mkdtempSync(join(tmpdir(), 'ohmbrush-from-'));
afterAll(() => rmSync(folder, { recursive: true }));

test.skipIf(process.platform === 'win32')('a pipe, a device and a file of gigabytes are no pictures', async () => {
  const pipe = join(folder, 'pipe.png');
  execFileSync('mkfifo', [pipe]);
  await expect(recipeOf(pipe)).rejects.toMatchObject({ code: 'not-found', message: `${pipe} is not a picture` });
  await expect(recipeOf('/dev/zero')).rejects.toMatchObject({ message: '/dev/zero is not a picture' });
  const large = join(folder, 'large.png');
  writeFileSync(large, '');
  truncateSync(large, MOST_PNG_BYTES + 1);
  await expect(recipeOf(large)).rejects.toMatchObject({ code: 'bad-file', message: `${large} is larger than 128 MB` });
});

test('what a recipe names is an id, what --model names may be a folder', async () => {
  const model = fakeModel(join(folder, 'theirs'));
  const recipe = { ...RECIPE, model: { ...RECIPE.model, id: model } };
  await expect(requestFromRecipe(recipe, { threads: 1 })).rejects.toMatchObject({
    code: 'not-found',
    message: `there is no model '${model}'`,
  });
  expect(await requestFromRecipe(recipe, { threads: 1, model })).toMatchObject({ modelFolder: model });
});
