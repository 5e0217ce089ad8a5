import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import sharp from 'sharp';
import { expect, test } from 'vitest';
import { readRecipe } from '../../src/main/files/png-recipe.ts';
import type { Changeable } from '../../src/shared/contract/events.ts';
import { pictureDetailsSchema } from '../../src/shared/contract/pictures.ts';
import { decodePng } from '../files/decode-png.ts';
import { testLibrary } from './folder.ts';
import { painted } from './painted.ts';

const ALL = { filter: {}, sort: 'newest', offset: 0, limit: 100 } as const;

test('a painted picture is kept with everything that is known of it', async () => {
  const library = await testLibrary({ now: () => 1234 });
  const result = painted({ prompt: 'a 猫' });
  const id = await library.save({ result, sweepId: 3 });
  const details = library.pictures.get({ id });
  expect(pictureDetailsSchema.parse(details)).toEqual(details);
  expect(details).toMatchObject({
    source: 'painted',
    createdAt: 1234,
    prompt: 'a 猫',
    negativePrompt: result.recipe.negativePrompt,
    seed: 4294967295,
    width: 24,
    height: 16,
    hasAlpha: true,
    chipId: 'exact',
    precision: 'balanced',
    joules: 0.01,
    seconds: 2,
    exact: true,
    fidelity: null,
    sweepId: 3,
    recipe: result.recipe,
    energy: result.energy,
    backend: 'native',
    tags: [],
  });
  expect(library.pictures.list(ALL)).toEqual({ total: 1, items: library.pictures.summaries([id]) });
  expect(library.pictures.recipe(id)).toEqual(result.recipe);
});

test('its file is named after its content, carries the recipe, and holds the pixels as painted', async () => {
  const library = await testLibrary();
  const result = painted();
  const id = await library.save({ result, sweepId: null });
  const { path, hash } = library.pictures.file(id)!;
  const png = await readFile(path);
  expect(createHash('sha256').update(png).digest('hex')).toBe(hash);
  expect(path).toBe(join(library.folder, 'pictures', hash.slice(0, 2), `${hash}.png`));
  expect(readRecipe(png, path)).toEqual(result.recipe);
  expect(decodePng(png).data.equals(result.pixels.data)).toBe(true);
  const pixels = await library.pictures.pixels(id);
  expect({ ...pixels, data: new Uint8Array(pixels.data) }).toEqual(result.pixels);
});

test('without alpha the pixels come back with three channels', async () => {
  const library = await testLibrary();
  const id = await library.save({ result: painted({}, 1, 3), sweepId: null });
  expect(library.pictures.get({ id }).hasAlpha).toBe(false);
  expect((await library.pictures.pixels(id)).channels).toBe(3);
  expect((await sharp(library.pictures.thumbnail(id)!).metadata()).hasAlpha).toBe(false);
});

test('a thumbnail is at most 320 pixels a side, never enlarged, and keeps alpha', async () => {
  const library = await testLibrary();
  const sizeOf = async (width: number, height: number) => {
    const id = await library.save({ result: painted({ width, height }), sweepId: null });
    const { format, width: w, height: h, hasAlpha } = await sharp(library.pictures.thumbnail(id)!).metadata();
    expect({ format, hasAlpha }).toEqual({ format: 'webp', hasAlpha: true });
    return [w, h];
  };
  expect(await sizeOf(640, 320)).toEqual([320, 160]);
  expect(await sizeOf(64, 48)).toEqual([64, 48]);
});

test('the same picture again is the same entry, out of the trash, in both sweeps', async () => {
  const changes: Changeable[][] = [];
  const library = await testLibrary({ onChange: (what) => changes.push(what) });
  const id = await library.save({ result: painted(), sweepId: 1 });
  library.pictures.trash({ ids: [id] });
  const seen: number[] = [];
  expect(await library.save({ result: painted(), sweepId: 2 }, (pictureId) => seen.push(pictureId))).toBe(id);
  expect(seen).toEqual([id]);
  expect(library.pictures.get({ id })).toMatchObject({ trashedAt: null, sweepId: 2 });
  for (const sweepId of [1, 2]) expect(library.pictures.list({ ...ALL, filter: { sweepId } }).total).toBe(1);
  expect(changes).toEqual([
    ['pictures', 'prompts'],
    ['pictures', 'boards'],
    ['pictures', 'prompts'],
  ]);
});

test('a picture that came in as a file gets its energy when it is painted here', async () => {
  const first = await testLibrary();
  const id = await first.save({ result: painted(), sweepId: null });
  const png = await readFile(first.pictures.file(id)!.path);
  const second = await testLibrary();
  const imported = await second.importPng(png, 'apple.png');
  expect(second.pictures.get({ id: imported.id })).toMatchObject({ joules: null, energy: null });
  expect(await second.save({ result: painted(), sweepId: null })).toBe(imported.id);
  expect(second.pictures.get({ id: imported.id })).toMatchObject({
    joules: 0.01,
    seconds: 2,
    energy: painted().energy,
  });
});

test('if the transaction fails, no row is left, the picture is set aside, and the next one is saved', async () => {
  const library = await testLibrary();
  const fails = library.save({ result: painted(), sweepId: null }, () => {
    throw new Error('the job is gone');
  });
  await expect(fails).rejects.toThrow('the job is gone');
  expect(library.pictures.facets().total).toBe(0);
  const files = await readdir(library.folder, { recursive: true });
  expect(files.filter((file) => /\.(png|tmp)$/.test(file))).toEqual([
    expect.stringMatching(/^set-aside\/[0-9a-f]+\.png$/),
  ]);
  expect(await library.maintenance.setAside()).toBe(1);
  expect(library.prompts.history()).toEqual([]);
  expect(await library.save({ result: painted(), sweepId: null })).toBeGreaterThan(0);
});

test('pictures saved at the same time are all there', async () => {
  const library = await testLibrary();
  const ids = await Promise.all(
    Array.from({ length: 8 }, (_, seed) => library.save({ result: painted({ seed }), sweepId: null })),
  );
  expect(new Set(ids).size).toBe(8);
  expect(ids.every((id) => existsSync(library.pictures.file(id)!.path))).toBe(true);
});

test('close waits for what is being saved', async () => {
  const library = await testLibrary();
  const saving = library.save({ result: painted(), sweepId: null });
  await library.close();
  await saving;
  const again = await testLibrary({ folder: library.folder });
  expect(again.pictures.facets().total).toBe(1);
  expect(again.reconciled).toMatchObject({ setAside: 0, temporary: 0, missing: [] });
});
