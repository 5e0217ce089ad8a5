import { readFile } from 'node:fs/promises';
import { deflateSync } from 'node:zlib';
import sharp from 'sharp';
import { expect, test } from 'vitest';
import { MOST_PNG_BYTES, type PngChunk, readPngChunks, writePngChunks } from '../../src/main/files/png-chunks.ts';
import { facetsSchema } from '../../src/shared/contract/pictures.ts';
import { testLibrary } from './folder.ts';
import { painted } from './painted.ts';

const plain = (background = '#336699', channels: 3 | 4 = 3) =>
  sharp({ create: { width: 40, height: 30, channels, background } })
    .png()
    .toBuffer();

async function withChunk(type: string, data: Buffer): Promise<Buffer> {
  const [header, ...rest] = readPngChunks(await plain(), 'plain');
  return writePngChunks([header!, { type, data } satisfies PngChunk, ...rest]);
}

const A1111 =
  'a castle on a hill\nNegative prompt: people\nSteps: 25, Sampler: Euler a, CFG scale: 7.5, Seed: 42, Size: 40x30, Model: dreams';

test('a picture of ours brings its recipe', async () => {
  const maker = await testLibrary();
  const result = painted();
  const png = await readFile(maker.pictures.file(await maker.save({ result, sweepId: null }))!.path);
  const library = await testLibrary({ now: () => 77 });
  const imported = await library.importPng(png, 'apple.png');
  expect(imported).toEqual({ id: 1, outcome: 'new', knows: 'recipe', unread: null });
  expect(library.pictures.get({ id: 1 })).toMatchObject({
    source: 'imported',
    createdAt: 77,
    recipe: result.recipe,
    exact: true,
    joules: null,
    hasAlpha: true,
  });
  expect(await readFile(library.pictures.file(1)!.path)).toEqual(png);
  expect(library.prompts.history()).toEqual([]);
});

test.each([
  ['tEXt', Buffer.from(`parameters\0${A1111}`, 'latin1')],
  ['zTXt', Buffer.concat([Buffer.from('parameters\0\0'), deflateSync(A1111)])],
  ['iTXt', Buffer.from(`parameters\0\0\0\0\0${A1111}`)],
  ['iTXt', Buffer.concat([Buffer.from('parameters\0\u0001\0\0\0'), deflateSync(A1111)])],
])("another tool's parameters are read from %s", async (type, data) => {
  const library = await testLibrary();
  expect((await library.importPng(await withChunk(type, data), 'castle.png')).knows).toBe('parameters');
  expect(library.pictures.get({ id: 1 })).toMatchObject({
    prompt: 'a castle on a hill',
    negativePrompt: 'people',
    steps: 25,
    sampler: 'euler-ancestral',
    guidance: 7.5,
    seed: 42,
    modelId: 'dreams',
    chipId: null,
    precision: null,
    recipe: null,
    exact: false,
    width: 40,
    height: 30,
  });
  expect(library.pictures.list({ filter: { text: 'castle' }, sort: 'newest', offset: 0, limit: 1 }).total).toBe(1);
});

test('UTF-8 where Latin-1 belongs is understood', async () => {
  const library = await testLibrary();
  await library.importPng(await withChunk('tEXt', Buffer.from('parameters\0红苹果')), 'x.png');
  await library.importPng(await withChunk('tEXt', Buffer.from('parameters\0café', 'latin1')), 'y.png');
  expect(library.pictures.summaries([1, 2]).map(({ prompt }) => prompt)).toEqual(['红苹果', 'café']);
});

test('a bare picture is a picture', async () => {
  const library = await testLibrary();
  expect(await library.importPng(await plain(), 'photo.png')).toEqual({
    id: 1,
    outcome: 'new',
    knows: 'nothing',
    unread: null,
  });
  expect(library.pictures.get({ id: 1 })).toMatchObject({ prompt: '', modelId: null, seed: null, recipe: null });
  expect(library.pictures.exactOf(1)).toEqual({ pictureId: null, draft: null });
});

test('a recipe of a newer version still shows its parameters', async () => {
  const [header, ...rest] = readPngChunks(await withChunk('tEXt', Buffer.from(`parameters\0${A1111}`)), 'x');
  const newer = { type: 'iTXt', data: Buffer.from('ohmbrush\0\0\0\0\0{"version":2}') };
  const library = await testLibrary();
  const { knows } = await library.importPng(writePngChunks([header!, newer, ...rest]), 'new.png');
  expect(knows).toBe('parameters');
});

test('the same file again is the same picture, back from the trash', async () => {
  const library = await testLibrary();
  const png = await plain();
  await library.importPng(png, 'a.png');
  expect((await library.importPng(png, 'b.png')).outcome).toBe('existing');
  library.pictures.trash({ ids: [1] });
  expect(await library.importPng(png, 'a.png')).toEqual({ id: 1, outcome: 'restored', knows: 'nothing', unread: null });
  expect(library.pictures.get({ id: 1 }).trashedAt).toBeNull();
});

test('grey, palette and 16-bit pictures come out as 8-bit colour', async () => {
  const library = await testLibrary();
  const base = sharp(await plain('#808080'));
  const kinds = [
    await base.clone().toColourspace('b-w').png().toBuffer(),
    await base.clone().png({ palette: true }).toBuffer(),
    await base.clone().toColourspace('rgb16').png().toBuffer(),
    await base.clone().ensureAlpha(0.5).toColourspace('b-w').png().toBuffer(),
  ];
  for (const [i, png] of kinds.entries()) {
    const { id } = await library.importPng(png, `${i}.png`);
    const { channels, data } = await library.pictures.pixels(id);
    expect([channels, ...data.subarray(0, 3)]).toEqual([i === 3 ? 4 : 3, 128, 128, 128]);
    expect(data).toHaveLength(40 * 30 * channels);
  }
});

test('what cannot be taken is explained, and leaves nothing behind', async () => {
  const library = await testLibrary();
  const png = await plain();
  const jpeg = await sharp(png).jpeg().toBuffer();
  const chunks = readPngChunks(png, 'plain');
  const [header, end] = [chunks[0], chunks.at(-1)];
  const noise = writePngChunks([header!, { type: 'IDAT', data: deflateSync(Buffer.alloc(100)) }, end!]);
  const huge = Buffer.from(header!.data);
  huge.writeUInt32BE(20_000, 0);
  huge.writeUInt32BE(20_000, 4);
  const flipped = Buffer.from(png);
  flipped[flipped.length - 20]! ^= 1;
  const cases: [Buffer, RegExp][] = [
    [jpeg, /^shot is not a PNG file$/],
    [Buffer.alloc(0), /not a PNG/],
    [png.subarray(0, png.length - 30), /damaged: it ends/],
    [flipped, /checksum/],
    [noise, /damaged: its pixels cannot be decoded/],
    [
      writePngChunks([{ type: 'IHDR', data: huge }, { type: 'IDAT', data: deflateSync(Buffer.alloc(9)) }, end!]),
      /20000 x 20000 pixels/,
    ],
    [Buffer.concat([png, Buffer.alloc(MOST_PNG_BYTES)]), /larger than 128 MB/],
  ];
  for (const [bytes, message] of cases) {
    const refusal = library.importPng(bytes, 'shot');
    await expect(refusal).rejects.toMatchObject({ code: 'bad-file', message: expect.stringMatching(message) });
  }
  expect(library.pictures.facets().total).toBe(0);
});

test('a text that unpacks to megabytes is no parameters, and the library answers meanwhile', async () => {
  const library = await testLibrary();
  const text = Buffer.concat([Buffer.from('parameters\0\0'), deflateSync('a'.repeat(4e6))]);
  const png = await withChunk('zTXt', text);
  const imported = library.importPng(png, 'slow.png');
  let answers = 0;
  let ended = false;
  const watching = imported.finally(() => {
    ended = true;
  });
  while (!ended) {
    expect(library.pictures.facets().total).toBeLessThanOrEqual(1);
    answers++;
    await new Promise((resolve) => setImmediate(resolve));
  }
  expect(await watching).toMatchObject({ outcome: 'new', knows: 'nothing' });
  expect(answers).toBeGreaterThan(1);
});

const deep = (depth: number) => `{"version":1,"chip":${'['.repeat(depth)}${']'.repeat(depth)}}`;
test.each([
  ['nests 100,000 deep', deep(100_000)],
  ['is too long', JSON.stringify({ version: 1, prompt: 'x'.repeat(2 << 20) })],
  ['is not JSON', '{"version":1'],
])('a recipe that %s is left, and the rest is taken', async (_, text) => {
  const [header, ...rest] = readPngChunks(await withChunk('tEXt', Buffer.from(`parameters\0${A1111}`)), 'x');
  const recipe = { type: 'iTXt', data: Buffer.from(`ohmbrush\0\0\0\0\0${text}`) };
  const library = await testLibrary();
  expect((await library.importPng(writePngChunks([header!, recipe, ...rest]), 'x.png')).knows).toBe('parameters');
});

test('a file of a hundred thousand chunks is refused', async () => {
  const [header, ...rest] = readPngChunks(await plain(), 'plain');
  const chunks = Array.from({ length: 100_000 }, () => ({ type: 'teXt', data: Buffer.alloc(0) }));
  const library = await testLibrary();
  await expect(library.importPng(writePngChunks([header!, ...chunks, ...rest]), 'many.png')).rejects.toMatchObject({
    code: 'bad-file',
    message: expect.stringContaining('chunks'),
  });
});

test('prompts and names that come in are no longer than those of a recipe', async () => {
  const library = await testLibrary();
  const long = `${'p'.repeat(30_000)}\nNegative prompt: ${'n'.repeat(20_000)}\nSteps: 1, Seed: 2, Model: ${'m'.repeat(9000)}`;
  await library.importPng(await withChunk('tEXt', Buffer.from(`parameters\0${long}`)), 'long.png');
  const { prompt, negativePrompt, modelId } = library.pictures.get({ id: 1 });
  expect([prompt, negativePrompt, modelId]).toEqual(['p'.repeat(2000), 'n'.repeat(2000), 'm'.repeat(255)]);
});

test('a list ships no prompts without bound that an older version took in, and the picture itself has all of it', async () => {
  const library = await testLibrary();
  await library.importPng(await plain(), 'old.png');
  library.db.prepare('UPDATE pictures SET prompt = ?, precision = ?').run('苹'.repeat(1e6), 'x'.repeat(1e6));
  const { items } = library.pictures.list({ filter: {}, sort: 'newest', offset: 0, limit: 10 });
  expect(items[0]).toMatchObject({ prompt: '苹'.repeat(2000), precision: 'x'.repeat(255) });
  expect(library.pictures.get({ id: 1 }).prompt).toHaveLength(1e6);
  expect(JSON.stringify(library.pictures.facets()).length).toBeLessThan(1000);
});

test("a chip that another's text names is something to filter by", async () => {
  const library = await testLibrary();
  const text = Buffer.from('parameters\0a cat\nSteps: 1, Seed: 2, Chip: theirs');
  await library.importPng(await withChunk('tEXt', text), 'x.png');
  expect(facetsSchema.parse(library.pictures.facets()).chips).toEqual([{ value: 'theirs', name: 'theirs', count: 1 }]);
});

test('closing the library ends what is still to be read', async () => {
  const library = await testLibrary();
  const png = await plain();
  const imports = Promise.allSettled(Array.from({ length: 20 }, (_, i) => library.importPng(png, `${i}.png`)));
  await library.close();
  const reasons = (await imports).flatMap((result) => (result.status === 'rejected' ? [result.reason.code] : []));
  expect(new Set(reasons)).toEqual(new Set(['cancelled']));
});
