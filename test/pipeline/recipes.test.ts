import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { decode, readOrNull } from '../../src/shared/formats/format.ts';
import { RECIPE } from '../../src/shared/formats/recipe.ts';
import { draftOf } from '../../src/shared/recipe/draft.ts';
import { fixture } from '../golden/read-golden.ts';
import { type KeptRecipe, openPainter } from '../golden/recipe-digests.ts';

const kept = JSON.parse(readFileSync(fixture('recipes.json'), 'utf8')) as KeptRecipe[];

let painter: ReturnType<typeof openPainter>;
beforeAll(() => {
  painter = openPainter();
});
afterAll(() => painter.close());

describe('forty recipes of an earlier version paint what they painted, for the joules that they cost', () => {
  const cases = kept.map((one, i) => {
    const recipe = readOrNull(decode(RECIPE, one.recipe))!;
    return { ...one, recipe, name: `${i}: ${recipe.chip.id}, ${recipe.precision.name}` };
  });
  test.each(cases)('$name, $recipe.sampler, $backend', async ({ backend, recipe, pixels, energy }) => {
    expect(await painter.paint(draftOf(recipe), backend)).toEqual({ backend, recipe, pixels, energy });
  });
});
