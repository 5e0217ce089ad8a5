import { unzipSync } from 'fflate';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { encodePng } from '../../src/main/files/encode-png.ts';
import { embedRecipe } from '../../src/main/files/png-recipe.ts';
import { importedSchema } from '../../src/shared/contract/pictures.ts';
import { urls } from '../../src/shared/contract/urls.ts';
import { RECIPE } from '../files/example-recipe.ts';
import { painted } from '../library/painted.ts';
import { cookieFor } from './connect.ts';
import { rawRequest, type ServedStudio, serveStudio } from './served-studio.ts';

let served: ServedStudio;
beforeAll(async () => {
  served = await serveStudio();
});
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
  expect(Object.keys(error).sort()).toEqual(['code', 'message', 'todo']);
  expect(error.code).toBe(code);
  return error;
}

describe('an import', () => {
  test('answers with what it found, and the picture is there', async () => {
    const bytes = await png(1);
    const response = await post(new Uint8Array(bytes), { 'x-file-name': encodeURIComponent('苹果.png') });
    expect(response.status).toBe(200);
    const { id, ...found } = importedSchema.parse(await response.json());
    expect(found).toEqual({ outcome: 'new', knows: 'recipe' });
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

  test('that loses a picture on the way breaks off rather than end as if whole', async () => {
    const ids = [(await importPng(await png(11))).id, (await importPng(await png(12))).id];
    const client = await served.client();
    const look = { scale: 1, background: 'transparent' as const, stripRecipe: false };
    const { url } = await client.pictures.export({ what: 'pictures', ids, look });
    await client.pictures.trash({ ids: [ids[1]!] });
    await client.pictures.purge({ ids: [ids[1]!] });
    // The server tells its terminal.
    const log = vi.spyOn(console, 'error').mockImplementation(() => {});
    await expect(served.fetch(url).then(bytesOf)).rejects.toThrow();
    log.mockRestore();
    expect((await served.fetch(urls.picture(ids[0]!))).status).toBe(200);
  });
});
