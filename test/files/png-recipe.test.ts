import fc from 'fast-check';
import sharp from 'sharp';
import { describe, expect, test } from 'vitest';
import { encodePng } from '../../src/main/files/encode-png.ts';
import { readPngChunks, writePngChunks } from '../../src/main/files/png-chunks.ts';
import { embedRecipe, readRecipe } from '../../src/main/files/png-recipe.ts';
import { internationalTextChunk } from '../../src/main/files/png-text.ts';
import type { Pixels } from '../../src/shared/engine/engine-protocol.ts';
import type { Recipe } from '../../src/shared/recipe/recipe.ts';
import { decodePng } from './decode-png.ts';
import { RECIPE } from './example-recipe.ts';

/** A gradient with a see-through corner: something that filters and compression have work with. */
function picture(channels: 3 | 4, width = 37, height = 23): Pixels {
  const data = new Uint8Array(width * height * channels);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      data.set([x * 6, y * 10, (x * y) & 255, x + y < 20 ? 0 : 255].slice(0, channels), (y * width + x) * channels);
    }
  }
  return { width, height, channels, data };
}

async function painted(recipe: Recipe, pixels = picture(4)): Promise<Buffer> {
  return embedRecipe(await encodePng(pixels), recipe);
}

/** Replaces the recipe's text, with a right checksum, as another program or version would. */
async function withRecipeText(text: string): Promise<Buffer> {
  const chunks = readPngChunks(await painted(RECIPE), 'x').map((chunk) =>
    chunk.type === 'iTXt' ? internationalTextChunk('ohmbrush', text) : chunk,
  );
  return writePngChunks(chunks);
}

describe('a recipe in a PNG', () => {
  test.each([3, 4] as const)('comes back whole and the pixels are untouched, %d channels', async (channels) => {
    const pixels = picture(channels);
    const png = await painted(RECIPE, pixels);
    expect(readRecipe(png, 'x.png')).toEqual(RECIPE);

    const mine = decodePng(png);
    expect(mine).toMatchObject({ width: 37, height: 23, channels });
    expect(mine.data.equals(pixels.data)).toBe(true);
    expect(mine.types.slice(0, 3)).toEqual(['IHDR', 'tEXt', 'iTXt']);
    expect(mine.types.at(-1)).toBe('IEND');

    const theirs = await sharp(png).raw().toBuffer({ resolveWithObject: true });
    expect(theirs.info).toMatchObject({ width: 37, height: 23, channels });
    expect(theirs.data.equals(pixels.data)).toBe(true);
  });

  test('survives any prompt, in any script', async () => {
    const empty = await encodePng(picture(3, 8, 8));
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (prompt) => {
        const recipe = { ...RECIPE, prompt, negativePrompt: `${prompt} \n, "x"` };
        expect(readRecipe(embedRecipe(empty, recipe), 'x')).toEqual(recipe);
      }),
    );
  });

  test('is written for other tools as AUTOMATIC1111 writes it', async () => {
    const text = (png: Buffer) =>
      readPngChunks(png, 'x').find((chunk) => chunk.data.toString('latin1').startsWith('parameters\0'))!;
    const latin = text(await painted({ ...RECIPE, prompt: 'café' }));
    expect(latin.type).toBe('tEXt');
    expect(latin.data.toString('latin1').split('\0')[1]).toBe(
      'café\nNegative prompt: grey, blurry: never\nSteps: 20, Sampler: DPM++ 2M, CFG scale: 3.5, Seed: 4294967295, Size: 128x96, ' +
        'Model hash: 0123456789, Model: sticker, Chip: exact, Chip seed: 7, Chip age: 86400, Precision: balanced',
    );
    const emoji = text(await painted({ ...RECIPE, prompt: 'りんご 🍎' }));
    expect(emoji.type).toBe('iTXt');
    expect(emoji.data.toString('utf8')).toContain('りんご 🍎\nNegative prompt');
  });

  test('the same pixels and recipe give the same bytes', async () => {
    expect((await painted(RECIPE)).equals(await painted(RECIPE))).toBe(true);
  });
});

describe('a file without a readable recipe gets a clear error', () => {
  const code = (json: object) => expect.objectContaining({ name: 'OhmbrushError', code: 'bad-file', ...json });

  test('not a PNG', async () => {
    const jpeg = await sharp({ create: { width: 8, height: 8, channels: 3, background: 'red' } })
      .jpeg()
      .toBuffer();
    for (const bytes of [jpeg, Buffer.alloc(0), Buffer.from('hello')]) {
      expect(() => readRecipe(bytes, 'x.jpg')).toThrow(
        code({ message: expect.stringContaining('x.jpg is not a PNG') }),
      );
    }
  });

  test('no recipe', async () => {
    const png = await encodePng(picture(4));
    expect(() => readRecipe(png, 'x.png')).toThrow(code({ message: expect.stringContaining('carries no recipe') }));
  });

  test('cut off anywhere', async () => {
    const png = await painted(RECIPE);
    for (const length of [9, 20, 33, 100, png.length - 1, png.length - 13]) {
      expect(() => readRecipe(png.subarray(0, length), 'x.png')).toThrow(
        code({ message: expect.stringContaining('damaged') }),
      );
    }
  });

  test('a flipped bit in the recipe', async () => {
    const png = await painted(RECIPE);
    png[png.indexOf('3d style', png.indexOf('iTXt'))]! ^= 1;
    expect(() => readRecipe(png, 'x.png')).toThrow(
      code({ message: expect.stringContaining('checksum of its iTXt chunk') }),
    );
  });

  test('a chunk that claims more bytes than there are', async () => {
    const png = await painted(RECIPE);
    png.writeUInt32BE(0x7fffffff, 33);
    expect(() => readRecipe(png, 'x.png')).toThrow(code({ message: expect.stringContaining('damaged') }));
  });

  test.each([
    ['a later version', JSON.stringify({ ...RECIPE, version: 2, novelty: 1 }), 'version 2'],
    ['an impossible value', JSON.stringify({ ...RECIPE, steps: 0 }), 'steps'],
    ['a missing field', JSON.stringify({ ...RECIPE, chip: undefined }), 'chip'],
    ['a chip of an unknown kind', JSON.stringify({ ...RECIPE, chip: { kind: 'quantum' } }), 'chip'],
    ['no JSON', '{"version":1', 'cannot be read'],
    ['null', 'null', 'cannot be read'],
  ])('%s', async (_, text, says) => {
    const png = await withRecipeText(text);
    expect(() => readRecipe(png, 'x.png')).toThrow(code({ message: expect.stringContaining(says) }));
  });
});

describe('enlarging', () => {
  test('makes it smooth, whole times larger, and does not bleed colour out of see-through pixels', async () => {
    const width = 8;
    const data = new Uint8Array(width * width * 4);
    for (let i = 0; i < width * width; i++) data.set(i % width < 4 ? [0, 0, 255, 0] : [200, 0, 0, 255], i * 4);
    const { data: big, ...size } = decodePng(await encodePng({ width, height: width, channels: 4, data }, 4));
    expect(size).toMatchObject({ width: 32, height: 32, channels: 4 });
    const alphas = new Set<number>();
    for (let i = 0; i < big.length; i += 4) {
      alphas.add(big[i + 3]!);
      // The hidden blue must not show at the soft edge.
      if (big[i + 3]! > 30) expect(big[i + 2]).toBeLessThan(8);
    }
    expect(alphas.size).toBeGreaterThan(3);
  });
});
