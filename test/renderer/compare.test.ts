import { expect, test } from 'vitest';
import { loadChip } from '../../src/main/chips/chips.ts';
import { loadPrecision } from '../../src/main/chips/precision.ts';
import { differingFields } from '../../src/renderer/screens/compare/differing-fields.ts';
import { lineUp } from '../../src/renderer/screens/compare/lineup.ts';
import type { PictureDetails } from '../../src/shared/contract/pictures.ts';
import type { Recipe } from '../../src/shared/recipe/recipe.ts';

async function recipe(chip: string, precision: string, part: Partial<Recipe> = {}): Promise<Recipe> {
  return {
    model: { id: 'sticker', hash: '0'.repeat(64) },
    prompt: 'a fox',
    negativePrompt: '',
    seed: 7,
    width: 128,
    height: 128,
    steps: 20,
    guidance: 2.5,
    sampler: 'euler',
    chip: await loadChip(chip),
    chipSeed: 0,
    age: 0,
    precision: await loadPrecision(precision),
    ...part,
  };
}

/** A picture's details as the library returns them; without a recipe, one from another program. */
function picture(id: number, recipe: Recipe | null): PictureDetails {
  return {
    id,
    source: recipe ? 'painted' : 'imported',
    createdAt: 0,
    width: recipe?.width ?? 512,
    height: recipe?.height ?? 512,
    hasAlpha: true,
    prompt: recipe?.prompt ?? 'a fox',
    negativePrompt: recipe?.negativePrompt ?? '',
    modelId: recipe?.model.id ?? null,
    seed: recipe?.seed ?? null,
    steps: recipe?.steps ?? null,
    guidance: recipe?.guidance ?? null,
    sampler: recipe?.sampler ?? null,
    chipId: recipe?.chip.id ?? null,
    chipName: recipe?.chip.name ?? null,
    precision: recipe?.precision.name ?? null,
    joules: null,
    seconds: null,
    exact: recipe?.chip.kind === 'exact',
    fidelity: null,
    star: false,
    rating: 0,
    trashedAt: null,
    sweepId: null,
    hash: '',
    recipe,
    recipeUnread: null,
    energy: null,
    energyUnread: null,
    preparationSeconds: null,
    backend: null,
    threads: null,
    tags: [],
    boardIds: [],
    exactId: null,
  };
}

function named(pictures: PictureDetails[]): Record<string, readonly unknown[]> {
  return Object.fromEntries(
    differingFields(pictures).map(({ row, values }) => [typeof row === 'string' ? row : row.ofChip, values]),
  );
}

test('pictures of one recipe differ in nothing', async () => {
  const same = await recipe('pcm', 'frugal');
  expect(differingFields([picture(1, same), picture(2, same)])).toEqual([]);
});

test('only what differs is named, with a value for each picture', async () => {
  const pictures = [
    picture(1, await recipe('pcm', 'frugal')),
    picture(2, await recipe('pcm', 'frugal', { seed: 8, steps: 30 })),
  ];
  expect(named(pictures)).toEqual({ seed: [7, 8], steps: [20, 30] });
});

test('what is set for chips is no difference to the exact picture', async () => {
  const pictures = [
    picture(1, await recipe('exact', 'exact')),
    picture(2, await recipe('pcm', 'frugal', { chipSeed: 3, age: 3600 })),
  ];
  expect(named(pictures)).toEqual({ chip: ['', 'Phase change'], precision: ['exact', 'frugal'] });
});

test('bits are those that the chip gives, not those that a plan asks for', async () => {
  const frugal = await recipe('pcm', 'frugal');
  const asksTooMuch = {
    name: 'custom',
    plan: { default: { inputBits: 8, weightBits: 8, adcBits: 14 }, overrides: [] },
  };
  const built = named([picture(1, frugal), picture(2, { ...frugal, precision: asksTooMuch })]);
  expect(built).toEqual({ precision: ['frugal', 'custom'], inputBits: [7, 8], weightBits: [6, 8], adcBits: [6, 8] });
});

test('a turned knob of a chip is named by its place; another chip is not taken apart', async () => {
  const chip = await loadChip('pcm');
  if (chip.kind !== 'analog') throw new Error('pcm is analog');
  const noisy = { ...chip, id: 'pcm-edited', name: 'Phase change, edited', read: { ...chip.read, weightNoise: 0.1 } };
  const one = picture(1, await recipe('pcm', 'frugal'));
  expect(named([one, picture(2, await recipe('pcm', 'frugal', { chip: noisy }))])).toEqual({
    chip: ['Phase change', 'Phase change, edited'],
    'read.weightNoise': [chip.read.weightNoise, 0.1],
  });
  const other = named([one, picture(2, await recipe('reram', 'frugal'))]);
  expect(other.chip).toEqual(['Phase change', 'Resistive RAM']);
  expect(Object.keys(other).filter((key) => key.includes('.'))).toEqual([]);
});

test('what the file of another program does not say is no difference', async () => {
  const pictures = [picture(1, await recipe('pcm', 'frugal')), picture(2, null)];
  expect(named(pictures)).toEqual({ size: ['128 × 128', '512 × 512'] });
});

test('the reference is the chosen one, else an exact picture, else the first; it comes first', async () => {
  const one = picture(1, await recipe('pcm', 'frugal'));
  const two = picture(2, await recipe('reram', 'frugal'));
  const exact = picture(3, await recipe('exact', 'exact'));
  expect(lineUp([], null, null)).toBeNull();
  expect(lineUp([one], null, null)).toEqual({ pictures: [one], reference: one, active: null });
  expect(lineUp([one, two], null, null)).toEqual({ pictures: [one, two], reference: one, active: two });
  expect(lineUp([one, two, exact], null, null)).toEqual({ pictures: [exact, one, two], reference: exact, active: one });
  expect(lineUp([one, two, exact], 2, 3)).toEqual({ pictures: [two, one, exact], reference: two, active: exact });
});

test('a chosen picture that is no longer pinned, or is the reference now, is not the active one', async () => {
  const one = picture(1, await recipe('pcm', 'frugal'));
  const two = picture(2, await recipe('reram', 'frugal'));
  expect(lineUp([one, two], 9, 1)?.active).toBe(two);
});
