import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { listModels, resolveModel } from '../../src/main/models/models.ts';
import { fakeModel } from './fake-model.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'ohmbrush-models-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

describe('listing', () => {
  test("adds the models of the user's folder and skips what is none", async () => {
    fakeModel(join(folder, 'mine'));
    mkdirSync(join(folder, 'notes'));
    writeFileSync(join(folder, 'x.txt'), '');
    const own = (await listModels(folder)).filter((model) => !model.builtIn);
    expect(own).toEqual([{ id: 'mine', folder: join(folder, 'mine'), builtIn: false }]);
  });

  test('takes a variant for a model, in the list and by path', async () => {
    const variant = join(folder, 'variant');
    mkdirSync(variant);
    writeFileSync(join(variant, 'ohmbrush.json'), '{"base": "sticker"}');
    const own = (await listModels(folder)).filter((model) => !model.builtIn);
    expect(own).toEqual([{ id: 'variant', folder: variant, builtIn: false }]);
    await expect(resolveModel('variant', folder)).resolves.toEqual(own[0]);
    await expect(resolveModel(variant, undefined)).resolves.toEqual(own[0]);
  });

  test("says which folder is wrong when the user's cannot be listed", async () => {
    const missing = join(folder, 'none');
    await expect(listModels(missing)).rejects.toMatchObject({
      code: 'not-found',
      message: expect.stringContaining(missing),
    });
  });
});

describe('resolving', () => {
  test('takes an id of the list, or a path', async () => {
    const mine = fakeModel(join(folder, 'mine'));
    const other = fakeModel(join(folder, 'deeper', 'other'));
    await expect(resolveModel('mine', folder)).resolves.toMatchObject({ id: 'mine', folder: mine });
    await expect(resolveModel(other, undefined)).resolves.toMatchObject({ id: 'other', folder: other });
  });

  test('an unknown id is answered with what there is', async () => {
    fakeModel(join(folder, 'mine'));
    await expect(resolveModel('yours', folder)).rejects.toMatchObject({
      code: 'not-found',
      todo: expect.stringContaining('mine'),
    });
  });

  test.each(['model.ckpt', 'model.pt', 'diffusion_pytorch_model.bin'])(
    '%s is refused as a pickle, there or not',
    async (name) => {
      const path = join(folder, name);
      const refusal = { code: 'bad-model', message: expect.stringContaining('pickle') };
      await expect(resolveModel(path, undefined)).rejects.toMatchObject(refusal);
      writeFileSync(path, 'x');
      await expect(resolveModel(path, undefined)).rejects.toMatchObject(refusal);
    },
  );

  test('a single safetensors file is no model', async () => {
    const path = join(folder, 'model.safetensors');
    writeFileSync(path, 'x');
    await expect(resolveModel(path, undefined)).rejects.toMatchObject({
      code: 'bad-model',
      message: expect.stringContaining('single file'),
    });
  });

  test.each([
    ['no index', (model: string) => rmSync(join(model, 'model_index.json')), 'model_index.json'],
    ['an index that is not JSON', (model: string) => writeFileSync(join(model, 'model_index.json'), '{'), 'not JSON'],
    [
      'an index of something else',
      (model: string) => writeFileSync(join(model, 'model_index.json'), '[]'),
      'no pipeline',
    ],
    ['no UNet', (model: string) => rmSync(join(model, 'unet'), { recursive: true }), join('unet', 'config.json')],
    ['no tokenizer', (model: string) => rmSync(join(model, 'tokenizer'), { recursive: true }), 'tokenizer'],
  ])('a folder with %s is refused with the reason', async (_, damage, says) => {
    const model = fakeModel(join(folder, 'mine'));
    damage(model);
    await expect(resolveModel(model, undefined)).rejects.toMatchObject({
      code: 'bad-model',
      message: expect.stringContaining(says),
    });
  });
});
