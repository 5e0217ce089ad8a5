import { writeFile } from 'node:fs/promises';
import { unzipSync } from 'fflate';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createTickets } from '../../src/main/exports/tickets.ts';
import { readPngChunks, writePngChunks } from '../../src/main/files/png-chunks.ts';
import { readRecipe } from '../../src/main/files/png-recipe.ts';
import type { ExportLook } from '../../src/shared/contract/pictures.ts';
import { decodePng } from '../files/decode-png.ts';
import { painted } from '../library/painted.ts';
import { openSource, type Source } from './open-source.ts';

const AS_IT_IS: ExportLook = { scale: 1, background: 'transparent', stripRecipe: false };

let source: Source;
beforeAll(async () => {
  source = await openSource();
});
afterAll(() => source.close());

const save = (change: Parameters<typeof painted>[0] = {}, channels?: 3 | 4) =>
  source.library.save({ result: painted(change, 0.01, channels), sweepId: null });
const one = (id: number, look: Partial<ExportLook> = {}) =>
  source.fetch({ what: 'pictures', ids: [id], look: { ...AS_IT_IS, ...look } });
const many = (ids: number[], look: Partial<ExportLook> = {}) =>
  source.fetch({ what: 'pictures', ids, look: { ...AS_IT_IS, ...look } });
const chunkTypes = (png: Buffer) => readPngChunks(png, 'x').map(({ type }) => type);

describe('one picture', () => {
  test('is the file of the library, byte for byte', async () => {
    const id = await save({ prompt: 'A red Apple!', seed: 7 });
    const { bytes, fileName, type } = await one(id);
    expect({ fileName, type }).toEqual({ fileName: 'a-red-apple-7.png', type: 'image/png' });
    expect(bytes.equals(await source.file(id))).toBe(true);
  });

  test('that was changed since it was kept is refused, not saved as if it were whole', async () => {
    const id = await save({ seed: 70 });
    await writeFile(source.library.pictures.file(id)!.path, 'text');
    await expect(one(id)).rejects.toMatchObject({ code: 'bad-file' });
    await expect(one(id, { scale: 2 })).rejects.toMatchObject({ code: 'bad-file' });
  });

  test('without its recipe it keeps every pixel and no text', async () => {
    const id = await save({ seed: 8 });
    const { bytes } = await one(id, { stripRecipe: true });
    expect(chunkTypes(await source.file(id))).toEqual(expect.arrayContaining(['tEXt', 'iTXt']));
    expect(chunkTypes(bytes)).toEqual(
      chunkTypes(bytes).filter((type) => ['IHDR', 'pHYs', 'IDAT', 'IEND'].includes(type)),
    );
    expect(decodePng(bytes).data.equals(decodePng(await source.file(id)).data)).toBe(true);
    expect(bytes.includes('red apple')).toBe(false);
  });

  test('what another program noted in it goes, too, and its colours stay', async () => {
    const bare = await sharp({ create: { width: 9, height: 9, channels: 3, background: '#808080' } })
      .png()
      .toBuffer();
    const [header, ...rest] = readPngChunks(bare, 'x');
    const noted = writePngChunks([
      header!,
      { type: 'gAMA', data: Buffer.from([0, 0, 0xb1, 0x8f]) },
      ...['tEXt', 'zTXt', 'eXIf', 'caBX', 'prVt'].map((type) => ({ type, data: Buffer.from('a\0secret') })),
      ...rest,
    ]);
    const { id } = await source.library.importPng(noted, 'noted.png');
    const { bytes } = await one(id, { stripRecipe: true });
    expect(chunkTypes(bytes)).toContain('gAMA');
    expect(bytes.includes('secret')).toBe(false);
  });

  test('enlarged it has as many times the pixels, the recipe, and smooth edges', async () => {
    const id = await save({ seed: 9 });
    const large = await one(id, { scale: 3 });
    const { width, height, channels, data } = decodePng(large.bytes);
    expect({ width, height, channels }).toEqual({ width: 72, height: 48, channels: 4 });
    expect(readRecipe(large.bytes, 'x').seed).toBe(9);
    // Equals sharp's own Lanczos-3 on the painted pixels.
    const { pixels } = painted({ seed: 9 });
    const wanted = await sharp(pixels.data, { raw: { width: 24, height: 16, channels: 4 } })
      .resize(72, 48, { kernel: 'lanczos3' })
      .raw()
      .toBuffer();
    expect(data.equals(wanted)).toBe(true);
  });

  test('enlarged without its recipe it has no text', async () => {
    const { bytes } = await one(await save({ seed: 10 }), { scale: 2, stripRecipe: true });
    expect(chunkTypes(bytes).filter((type) => /t/i.test(type.slice(1)) && type !== 'IDAT')).toEqual([]);
  });

  test('on a background it has no alpha: what was half there is half of each', async () => {
    const id = await save({ seed: 11 });
    const { pixels } = painted({ seed: 11 });
    const { channels, data } = decodePng((await one(id, { background: '#ff8000' })).bytes);
    expect(channels).toBe(3);
    for (let pixel = 0; pixel < 24 * 16; pixel++) {
      const alpha = pixels.data[pixel * 4 + 3]! / 255;
      [255, 128, 0].forEach((behind, channel) => {
        const mixed = pixels.data[pixel * 4 + channel]! * alpha + behind * (1 - alpha);
        expect(Math.abs(data[pixel * 3 + channel]! - mixed)).toBeLessThanOrEqual(1);
      });
    }
  });

  test('without alpha it stays as it is on any background', async () => {
    const id = await save({ seed: 12 }, 3);
    expect((await one(id, { background: '#ff8000' })).bytes.equals(await source.file(id))).toBe(true);
  });

  test('is refused where it would not fit in memory', async () => {
    const huge = await sharp({ create: { width: 4000, height: 4000, channels: 3, background: '#000' } })
      .png()
      .toBuffer();
    const { id } = await source.library.importPng(huge, 'huge.png');
    await expect(one(id, { scale: 8 })).rejects.toMatchObject({ code: 'bad-size' });
  });
});

describe('several pictures', () => {
  test('come as a zip of the same files, in any script, each under a name of its own', async () => {
    const ids = [
      await save({ prompt: 'a fox', seed: 1 }),
      await save({ prompt: 'a fox', seed: 1, steps: 5 }),
      await save({ prompt: 'A FOX', seed: 1, steps: 6 }),
      await save({ prompt: '一只狐狸', seed: 2 }),
    ];
    const { bytes, fileName, type } = await many(ids);
    expect({ fileName, type }).toEqual({ fileName: 'ohmbrush-4-pictures.zip', type: 'application/zip' });
    const files = unzipSync(bytes);
    expect(Object.keys(files)).toEqual(['a-fox-1.png', 'a-fox-1-2.png', 'a-fox-1-3.png', '一只狐狸-2.png']);
    for (const [index, file] of Object.values(files).entries()) {
      expect(Buffer.from(file).equals(await source.file(ids[index]!))).toBe(true);
    }
  });

  test('each gets the look', async () => {
    const { bytes } = await many([await save({ seed: 21 }), await save({ seed: 22 })], { scale: 2, stripRecipe: true });
    for (const file of Object.values(unzipSync(bytes))) {
      expect(decodePng(Buffer.from(file))).toMatchObject({ width: 48, height: 32 });
      expect(Buffer.from(file).includes('ohmbrush')).toBe(false);
    }
  });

  test('a picture chosen twice is there once', async () => {
    const ids = [await save({ seed: 23 }), await save({ seed: 24 })];
    expect(Object.keys(unzipSync((await many([...ids, ...ids])).bytes))).toHaveLength(2);
  });

  test('a picture that is gone is refused before there is a file', async () => {
    const id = await save({ seed: 25 });
    await expect(many([id, 99_999])).rejects.toMatchObject({
      code: 'not-found',
      message: expect.stringContaining('99999'),
    });
  });

  test('what no zip can hold is refused before there is a file', async () => {
    // Noise does not compress: 12 MB each, 64 times as many pixels at factor 8.
    const data = Buffer.alloc(2000 * 2000 * 3);
    for (let i = 0; i < data.length; i++) data[i] = (Math.imul(i, 0x9e3779b1) >>> 24) ^ (i >> 3);
    const ids: number[] = [];
    for (let seed = 0; seed < 6; seed++) {
      data[0] = seed;
      const png = await sharp(data, { raw: { width: 2000, height: 2000, channels: 3 } })
        .png({ compressionLevel: 0 })
        .toBuffer();
      ids.push((await source.library.importPng(png, 'noise.png')).id);
    }
    await expect(many(ids, { scale: 8 })).rejects.toMatchObject({ code: 'bad-size' });
  });
});

describe('a board', () => {
  test('comes as a zip that has its name', async () => {
    const { id: boardId } = source.library.boards.create({ name: 'Foxes & friends' });
    const ids = [await save({ seed: 31 }), await save({ seed: 32 })];
    source.library.boards.add({ id: boardId, ids });
    const { bytes, fileName } = await source.fetch({ what: 'board', boardId, look: AS_IT_IS });
    expect(fileName).toBe('foxes-friends.zip');
    expect(Object.keys(unzipSync(bytes))).toHaveLength(2);
  });

  test('that is empty or gone is refused', async () => {
    const { id: boardId } = source.library.boards.create({ name: 'Nothing' });
    await expect(source.fetch({ what: 'board', boardId, look: AS_IT_IS })).rejects.toMatchObject({ code: 'not-found' });
    await expect(source.fetch({ what: 'board', boardId: 999, look: AS_IT_IS })).rejects.toMatchObject({
      code: 'not-found',
    });
  });
});

describe('a ticket', () => {
  const read = async (ticket: string, brokenOff?: AbortSignal) => {
    const file = source.exports.open(ticket, brokenOff);
    return file && (await new Response(file.body).arrayBuffer()).byteLength;
  };
  const ticketFor = async (seed: number) =>
    (await source.exports.prepare({ what: 'pictures', ids: [await save({ seed })], look: AS_IT_IS })).url
      .split('/')
      .at(-1)!;

  test('is good until its file has been read to its end', async () => {
    const ticket = await ticketFor(41);
    const { size } = source.exports.open(ticket)!;
    const reader = source.exports.open(ticket)!.body.getReader();
    await reader.read();
    await reader.cancel();
    expect(await read(ticket)).toBe(size);
    expect(source.exports.open(ticket)).toBeNull();
  });

  test('is good again when the end was lost on its way', async () => {
    const ticket = await ticketFor(43);
    const connection = new AbortController();
    expect(await read(ticket, connection.signal)).toBeGreaterThan(0);
    expect(source.exports.open(ticket)).toBeNull();
    connection.abort();
    expect(await read(ticket)).toBeGreaterThan(0);
    expect(source.exports.open(ticket)).toBeNull();
  });

  test('makes way when what waits takes too much memory, the newest never', () => {
    const tickets = createTickets();
    const add = (megabytes: number) =>
      tickets.add({ fileName: 'x.png', type: 'image/png', content: Buffer.alloc(megabytes * 2 ** 20) });
    const first = add(100);
    const second = add(100);
    expect(tickets.open(first)).not.toBeNull();
    const third = add(100);
    expect([first, second, third].map((ticket) => tickets.open(ticket) !== null)).toEqual([false, true, true]);
    const large = add(300);
    expect([second, third, large].map((ticket) => tickets.open(ticket) !== null)).toEqual([false, false, true]);
  });

  test('makes way for newer ones when nobody fetches it', async () => {
    const request = { what: 'pictures' as const, ids: [await save({ seed: 42 })], look: AS_IT_IS };
    const tickets: string[] = [];
    for (let n = 0; n < 9; n++) tickets.push((await source.exports.prepare(request)).url.split('/').at(-1)!);
    expect(source.exports.open(tickets[0]!)).toBeNull();
    expect(source.exports.open(tickets[1]!)).not.toBeNull();
  });
});
