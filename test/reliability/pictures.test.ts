import { deflateSync } from 'node:zlib';
import fc from 'fast-check';
import sharp from 'sharp';
import { afterAll, expect, test } from 'vitest';
import { readPngChunks, writePngChunks } from '../../src/main/files/png-chunks.ts';
import { embedRecipe, readRecipe } from '../../src/main/files/png-recipe.ts';
import { createPictureReader } from '../../src/main/library/picture-reader.ts';
import { recipeSchema } from '../../src/shared/recipe/recipe.ts';
import { RECIPE } from '../files/example-recipe.ts';
import { damaged, valuesOf } from './arbitrary-values.ts';
import { isRefusal, orRefused, outcomes } from './refusal.ts';
import { runs } from './runs.ts';
import { group } from './tally.ts';

const plain = await sharp({ create: { width: 12, height: 9, channels: 4, background: '#3698' } })
  .png()
  .toBuffer();
const recipes = valuesOf(recipeSchema);
const pictures = group('pictures, recipes');
const reader = createPictureReader();
afterAll(() => reader.close());

/** As the library reads what is imported: what it found, or null where it refuses. */
async function read(png: Buffer) {
  return pictures.attempt(() =>
    reader.read(png, 'x.png').catch((error) => (isRefusal(error) ? null : Promise.reject(error))),
  );
}

const asWritten = (recipe: unknown) => recipeSchema.parse(JSON.parse(JSON.stringify(recipe)));

test('any recipe in a picture is read as it was written', async () => {
  await fc.assert(
    fc.asyncProperty(recipes, async (recipe) => {
      const png = embedRecipe(plain, recipeSchema.parse(recipe));
      expect(readRecipe(png, 'x.png')).toEqual(asWritten(recipe));
      expect(await read(png)).toMatchObject({ width: 12, height: 9, hasAlpha: true, knows: 'recipe' });
    }),
    runs(50),
  );
});

/** A picture whose recipe is any text. */
function withRecipeText(text: string, packed: boolean): Buffer {
  const [header, ...rest] = readPngChunks(plain, 'plain');
  const bytes = Buffer.from(text);
  const data = Buffer.concat([
    Buffer.from(`ohmbrush\0${packed ? '\u0001' : '\0'}\0\0\0`),
    packed ? deflateSync(bytes) : bytes,
  ]);
  return writePngChunks([header!, { type: 'iTXt', data }, ...rest]);
}

test('any damaged recipe is read or refused in words, and the picture is taken without it', async () => {
  const { counts, add } = outcomes();
  await fc.assert(
    fc.asyncProperty(damaged(recipes), fc.boolean(), async (text, packed) => {
      const png = withRecipeText(text, packed);
      add(orRefused(() => readRecipe(png, 'x.png')));
      expect(await read(png)).not.toBeNull();
    }),
    runs(60),
  );
  expect(counts.refused).toBeGreaterThan(30);
});

const files = [plain, embedRecipe(plain, RECIPE)];
/** Where, and what to exclusive-or there. */
const flips = fc.array(fc.tuple(fc.nat(), fc.integer({ min: 1, max: 255 })), { minLength: 1, maxLength: 8 });

test('any picture with flipped bits, with or without right checksums, is read or refused in words', async () => {
  const { counts, add } = outcomes();
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...files), flips, fc.boolean(), async (file, flips, correctSums) => {
      let png: Buffer = Buffer.from(file);
      if (correctSums) {
        const chunks = readPngChunks(png, 'x').map(({ type, data }) => ({ type, data: Buffer.from(data) }));
        const filled = chunks.filter(({ data }) => data.length > 0);
        for (const [at, by] of flips) {
          const { data } = filled[at % filled.length]!;
          data[(at >> 4) % data.length]! ^= by;
        }
        png = writePngChunks(chunks);
      } else for (const [at, by] of flips) png[at % png.length]! ^= by;
      add(await read(png));
      orRefused(() => readRecipe(png, 'x.png'));
    }),
    runs(200),
  );
  expect(counts.refused).toBeGreaterThan(50);
});

test('a picture cut off anywhere is refused in words', async () => {
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...files), fc.nat(), async (file, length) => {
      expect(await read(file.subarray(0, length % file.length))).toBeNull();
    }),
    runs(50),
  );
});

test('any text under parameters is taken, at most as long as a recipe has it', async () => {
  const parts = ['a', ' ', ':', ',', '"', '\\', '\n', 'Steps: 3', 'Seed: 4', 'Model: "x', 'Negative prompt:', '苹果'];
  const texts = fc
    .tuple(fc.string({ unit: fc.constantFrom(...parts), maxLength: 30 }), fc.constantFrom(1, 1000, 100_000))
    .map(([text, times]) => text.repeat(times).slice(0, 4e6));
  await fc.assert(
    fc.asyncProperty(texts, fc.boolean(), async (text, packed) => {
      const [header, ...rest] = readPngChunks(plain, 'plain');
      const bytes = Buffer.from(text);
      const chunk = packed
        ? { type: 'zTXt', data: Buffer.concat([Buffer.from('parameters\0\0'), deflateSync(bytes)]) }
        : { type: 'tEXt', data: Buffer.concat([Buffer.from('parameters\0'), bytes]) };
      const found = await read(writePngChunks([header!, chunk, ...rest]));
      expect(found!.said.prompt.length).toBeLessThanOrEqual(2000);
      expect(found!.said.negativePrompt.length).toBeLessThanOrEqual(2000);
    }),
    runs(60),
  );
});
