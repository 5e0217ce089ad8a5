import { mkdir, rm } from 'node:fs/promises';
import { unzipSync } from 'fflate';
import sharp from 'sharp';
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { encodePng } from '../../src/main/files/encode-png.ts';
import { MOST_PNG_BYTES } from '../../src/main/files/png-chunks.ts';
import { embedRecipe } from '../../src/main/files/png-recipe.ts';
import { importedSchema } from '../../src/shared/contract/pictures.ts';
import { urls } from '../../src/shared/contract/urls.ts';
import { RECIPE } from '../files/example-recipe.ts';
import { painted } from '../library/painted.ts';
import { head, rawSocket, resetAll } from '../reliability/raw-socket.ts';
import { cookieFor } from './connect.ts';
import { rawRequest, type ServedStudio, serveStudio } from './served-studio.ts';

let served: ServedStudio;
beforeAll(async () => {
  served = await serveStudio();
});
afterEach(resetAll);
afterAll(() => served.close());

const png = async (seed: number, change: Parameters<typeof painted>[0] = {}) => {
  const { pixels, recipe } = painted({ seed, ...change });
  return embedRecipe(await encodePng(pixels), recipe);
};
const post = (body: BodyInit, headers: Record<string, string> = {}) =>
  served.fetch(urls.import, { method: 'POST', body, headers });
const importPng = async (bytes: Buffer) => importedSchema.parse(await (await post(new Uint8Array(bytes))).json());
const bytesOf = async (response: Response) => Buffer.from(await response.arrayBuffer());

async function expectRefusal(response: Response, status: number, code: string) {
  expect(response.status).toBe(status);
  const error = await response.json();
  expect(Object.keys(error).sort()).toEqual(['code', 'message', 'refusal', 'todo']);
  expect(error.code).toBe(code);
  return error;
}

describe('an import', () => {
  test('answers with what it found, and the picture is there', async () => {
    const bytes = await png(1);
    const response = await post(new Uint8Array(bytes), { 'x-file-name': encodeURIComponent('苹果.png') });
    expect(response.status).toBe(200);
    const { id, ...found } = importedSchema.parse(await response.json());
    expect(found).toEqual({ outcome: 'new', knows: 'recipe', unread: null });
    expect(served.studio.library.pictures.get({ id }).prompt).toBe(RECIPE.prompt);
    expect((await importPng(bytes)).outcome).toBe('existing');
  });

  test('of something else is refused in terms of its name', async () => {
    const response = await post('no picture', { 'x-file-name': encodeURIComponent('C:/notes/苹果.txt') });
    const { message } = await expectRefusal(response, 422, 'bad-file');
    expect(message).toContain('苹果.txt');
    expect(message).not.toContain('notes');
  });

  test('with a name that is not encoded, or too large, is refused', async () => {
    await expectRefusal(await post('x', { 'x-file-name': '%' }), 400, 'usage');
    // Its length is enough to know: the rest is not read.
    const headers = {
      host: `127.0.0.1:${served.port}`,
      cookie: await cookieFor(served.address),
      'content-length': String(2 ** 30),
    };
    const { body, status } = await rawRequest(served.port, urls.import, headers, 'POST');
    expect(status).toBe(422);
    expect(JSON.parse(body).code).toBe('bad-file');
  });

  test('beside others that take all the room is refused until they are through, whatever was announced', async () => {
    const headers = { Host: `127.0.0.1:${served.port}`, Cookie: await cookieFor(served.address) };
    const large = head('POST /import', { ...headers, 'Content-Length': String(MOST_PNG_BYTES) });
    const others = [];
    for (let n = 0; n < 3; n++) others.push(await rawSocket(served.port, large));
    // There is room for two, whichever come first.
    await Promise.race(others.map(({ answered }) => answered));
    expect(others.map(({ said }) => said()).join('')).toMatch(/^HTTP\/1\.1 503 /);
    const chunked = () => {
      const body = new Blob(['x']).stream();
      return served.fetch(urls.import, { method: 'POST', body, duplex: 'half' } as RequestInit);
    };
    const { todo } = await expectRefusal(await chunked(), 503, 'unavailable');
    expect(todo).toContain('fewer at once');
    for (const { socket } of others) socket.resetAndDestroy();
    await expect.poll(async () => (await chunked()).status).toBe(422);
    expect((await importPng(await png(9))).outcome).toBe('new');
  });

  test('that breaks off leaves its room to others', async () => {
    const headers = { Host: `127.0.0.1:${served.port}`, Cookie: await cookieFor(served.address) };
    for (let n = 0; n < 5; n++) {
      const announced = head('POST /import', { ...headers, 'Content-Length': String(MOST_PNG_BYTES) });
      const { socket } = await rawSocket(served.port, announced + 'x'.repeat(1000));
      await expect.poll(async () => (await importPng(await png(10))).outcome).toBeTruthy();
      socket.resetAndDestroy();
    }
    await expect.poll(async () => (await post('x')).status).toBe(422);
  });

  test('is a POST', async () => {
    await expectRefusal(await served.fetch(urls.import), 404, 'not-found');
  });
});

describe('a picture', () => {
  test('is its file, and kept by the browser for good', async () => {
    const bytes = await png(2);
    const { id } = await importPng(bytes);
    const response = await served.fetch(urls.picture(id));
    expect(response.headers.get('content-type')).toBe('image/png');
    expect(response.headers.get('cache-control')).toContain('immutable');
    expect((await bytesOf(response)).equals(bytes)).toBe(true);
  });

  test('has a thumbnail', async () => {
    const { id } = await importPng(await png(3));
    const response = await served.fetch(urls.thumbnail(id));
    expect(response.headers.get('content-type')).toBe('image/webp');
    expect(await sharp(await bytesOf(response)).metadata()).toMatchObject({ format: 'webp', width: 24, height: 16 });
  });

  test.each(['/pictures/999999.png', '/thumbnails/999999.webp', '/previews/999999/1.png', '/flip/999998/999999.png'])(
    'that is not there is a 404: %s',
    async (path) => {
      const response = await served.fetch(path);
      expect(response.headers.get('cache-control')).toBe('no-store');
      await expectRefusal(response, 404, 'not-found');
    },
  );

  test.each([
    '/pictures/1',
    '/pictures/x.png',
    '/pictures/-1.png',
    '/pictures/1e3.png',
    '/pictures/1.webp',
    '/pictures/',
  ])('has no other address: %s', async (path) => {
    await expectRefusal(await served.fetch(path), 404, 'not-found');
  });
});

describe('a heatmap', () => {
  test('is black where two pictures are the same and bright where they differ', async () => {
    const size = { width: 64, height: 64 };
    const flat = (grey: number, right: number) =>
      sharp(
        Buffer.from({ length: 64 * 64 * 3 }).map((_, i) => (Math.floor(i / 3) % 64 < 32 ? grey : right)),
        { raw: { ...size, channels: 3 } },
      )
        .png()
        .toBuffer();
    const reference = (await importPng(await flat(128, 128))).id;
    const test = (await importPng(await flat(128, 250))).id;
    const response = await served.fetch(urls.flip(reference, test));
    expect(response.headers.get('content-type')).toBe('image/png');
    const { data, info } = await sharp(await bytesOf(response))
      .raw()
      .toBuffer({ resolveWithObject: true });
    expect(info).toMatchObject({ ...size, channels: 3 });
    const at = (x: number) => [...data.subarray((32 * 64 + x) * 3, (32 * 64 + x) * 3 + 3)];
    expect(at(4)).toEqual([0, 0, 4]);
    expect(at(60)[0]).toBeGreaterThan(150);
    const figures = await (await served.client()).compare.measure({ referenceId: reference, testId: test });
    expect(figures.flip).toBeGreaterThan(0.1);
  });

  test('of two sizes is refused', async () => {
    const ids = [await importPng(await png(5)), await importPng(await png(6, { width: 32 }))];
    await expectRefusal(await served.fetch(urls.flip(ids[0]!.id, ids[1]!.id)), 400, 'bad-size');
  });
});

describe('an export', () => {
  test('is asked for over the contract and fetched once, under its name in any script', async () => {
    const files = [await png(7, { prompt: '一只狐狸' }), await png(8, { prompt: 'a fox' })];
    const ids = [(await importPng(files[0]!)).id, (await importPng(files[1]!)).id];
    const client = await served.client();
    const look = { scale: 1, background: 'transparent' as const, stripRecipe: false };

    const one = await client.pictures.export({ what: 'pictures', ids: [ids[0]!], look });
    expect(one.fileName).toBe('一只狐狸-7.png');
    const response = await served.fetch(one.url);
    expect(response.headers.get('cache-control')).toBe('no-store');
    expect(response.headers.get('content-disposition')).toBe(
      `attachment; filename="____-7.png"; filename*=UTF-8''${encodeURIComponent('一只狐狸-7.png')}`,
    );
    expect((await bytesOf(response)).equals(files[0]!)).toBe(true);
    await expectRefusal(await served.fetch(one.url), 404, 'not-found');

    const both = await client.pictures.export({ what: 'pictures', ids, look });
    const zip = unzipSync(await bytesOf(await served.fetch(both.url)));
    expect(Object.keys(zip)).toEqual(['一只狐狸-7.png', 'a-fox-8.png']);
    Object.values(zip).forEach((file, index) => {
      expect(Buffer.from(file).equals(files[index]!)).toBe(true);
    });
  });

  test('that cannot be is refused over the contract, with what to do', async () => {
    const client = await served.client();
    const look = { scale: 1, background: 'transparent' as const, stripRecipe: false };
    await expect(client.pictures.export({ what: 'pictures', ids: [999_999], look })).rejects.toMatchObject({
      code: 'REFUSED',
      data: { code: 'not-found' },
    });
    await expectRefusal(await served.fetch(urls.export('nonsense')), 404, 'not-found');
  });

  const look = { scale: 1, background: 'transparent' as const, stripRecipe: false };
  /** Far more than the system keeps for a reader that does not read. */
  const noise = (seed: number, side = 2000) => {
    const data = Buffer.alloc(side * side * 3);
    for (let i = 0; i < data.length; i++) data[i] = (Math.imul(i + seed, 0x9e3779b1) >>> 24) ^ (i >> 3);
    const raw = { width: side, height: side, channels: 3 as const };
    return sharp(data, { raw }).png({ compressionLevel: 0 }).toBuffer();
  };
  const get = async (url: string, line = 'GET') =>
    head(`${line} ${url}`, { Host: `127.0.0.1:${served.port}`, Cookie: await cookieFor(served.address) });

  test.each(['a picture', 'a zip'])('keeps its ticket when it is only looked at, or broken off: %s', async (what) => {
    const files = [await noise(1), await noise(2)].slice(0, what === 'a zip' ? 2 : 1);
    const ids = [];
    for (const file of files) ids.push((await importPng(file)).id);
    const client = await served.client();
    const { url, fileName } = await client.pictures.export({ what: 'pictures', ids, look });
    for (let n = 0; n < 2; n++) {
      const looked = await served.fetch(url, { method: 'HEAD' });
      expect(looked.status).toBe(200);
      expect(looked.headers.get('content-disposition')).toContain(fileName);
      if (what === 'a picture') expect(looked.headers.get('content-length')).toBe(String(files[0]!.length));
    }
    for (const end of ['destroy', 'resetAndDestroy'] as const) {
      const { answered, said, socket } = await rawSocket(served.port, await get(url));
      await answered;
      expect(said()).toMatch(/^HTTP\/1\.1 200 /);
      socket[end]();
    }
    const aborted = new AbortController();
    const response = await served.fetch(url, { signal: aborted.signal });
    aborted.abort();
    await expect(bytesOf(response)).rejects.toThrow();

    const bytes = await bytesOf(await served.fetch(url));
    const got = what === 'a zip' ? Object.values(unzipSync(bytes)) : [bytes];
    expect(got.map((file, index) => Buffer.from(file).equals(files[index]!))).toEqual(files.map(() => true));
    await expectRefusal(await served.fetch(url), 404, 'not-found');
  });

  test('keeps its ticket when a reset takes what was sent already', async () => {
    const { id } = await importPng(await png(13));
    const client = await served.client();
    const { url } = await client.pictures.export({ what: 'pictures', ids: [id], look });
    const { answered, socket } = await rawSocket(served.port, await get(url));
    await answered;
    socket.resetAndDestroy();
    await expect.poll(async () => (await served.fetch(url)).status).toBe(200);
    await expect.poll(async () => (await served.fetch(url)).status).toBe(404);
  });

  test.each([
    ['first', 16],
    ['second', 16],
    ['second', 400],
    ['last', 400],
  ])(
    'that loses its %s picture on the way (%i pixels a side) breaks off rather than end as if whole',
    async (which, side) => {
      const count = 30;
      const ids: number[] = [];
      for (let n = 0; n < count; n++) ids.push((await importPng(await noise(100 + n, side))).id);
      const lost = ids[{ first: 0, second: 1, last: count - 1 }[which]!]!;
      const client = await served.client();
      const { url } = await client.pictures.export({ what: 'pictures', ids, look });
      await rm(served.studio.library.pictures.file(lost)!.path);
      const told = vi.spyOn(process.stderr, 'write').mockImplementation(() => true);
      const { closed, said } = await rawSocket(served.port, await get(url));
      await closed;
      // The last chunk is an empty one.
      expect(said()).not.toMatch(/\r\n0\r\n\r\n$/);
      expect(said()).not.toContain('Error');
      expect(told.mock.calls.map(([line]) => line)).toEqual([expect.stringContaining(`picture ${lost} is missing`)]);
      await expect(served.fetch(url).then(bytesOf)).rejects.toThrow();
      told.mockRestore();
      expect((await served.fetch(urls.picture(ids.find((id) => id !== lost)!))).status).toBe(200);

      const again = client.pictures.export({ what: 'pictures', ids, look });
      await expect(again).rejects.toMatchObject({
        data: { code: 'not-found' },
        message: expect.stringContaining(`${lost}`),
      });
    },
  );

  test('of a picture whose file cannot be read says which, before there is a ticket', async () => {
    const ids = [(await importPng(await png(14))).id, (await importPng(await png(15))).id];
    const { path } = served.studio.library.pictures.file(ids[1]!)!;
    await rm(path);
    await mkdir(path);
    const client = await served.client();
    for (const some of [ids, ids.slice(1)]) {
      await expect(client.pictures.export({ what: 'pictures', ids: some, look })).rejects.toMatchObject({
        data: { code: 'bad-file' },
        message: expect.stringContaining(`picture ${ids[1]} cannot be read`),
      });
    }
  });
});
