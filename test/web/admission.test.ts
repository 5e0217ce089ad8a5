import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { WebSocket } from 'ws';
import { cookieFor } from './connect.ts';
import { PAGE } from './screens.ts';
import { knock, rawRequest, type ServedStudio, serveStudio } from './served-studio.ts';

let served: ServedStudio;
let cookie: string;
let host: string;
beforeAll(async () => {
  served = await serveStudio();
  cookie = await cookieFor(served.address);
  host = `127.0.0.1:${served.port}`;
});
afterAll(() => served.close());

const get = (path: string, headers: Record<string, string> = {}) =>
  rawRequest(served.port, path, { host, cookie, ...headers });

describe('the token', () => {
  test('is exchanged for a cookie that scripts and other sites do not get, and leaves the address', async () => {
    const response = await fetch(served.address, { redirect: 'manual' });
    expect(response.status).toBe(303);
    expect(response.headers.get('location')).toBe('/');
    const given = response.headers.get('set-cookie')!;
    expect(given).toMatch(new RegExp(`^ohmbrush-${served.port}=`));
    expect(given).toContain('HttpOnly');
    expect(given).toContain('SameSite=Strict');
    expect(given).not.toContain(new URL(served.address).searchParams.get('token'));
    expect(await (await served.fetch('/')).text()).toBe(PAGE);
  });

  test('that is wrong gives no cookie', async () => {
    for (const token of ['', 'x', `${new URL(served.address).searchParams.get('token')}x`]) {
      const response = await fetch(`${served.origin}/?token=${token}`, { redirect: 'manual' });
      expect(response.headers.get('set-cookie')).toBeNull();
    }
  });

  test('works in the printed address as often as one likes, in the address given to a browser once', async () => {
    const tries = async (address: string) => (await fetch(address, { redirect: 'manual' })).headers.has('set-cookie');
    expect([await tries(served.address), await tries(served.address)]).toEqual([true, true]);
    const once = served.oneTimeAddress();
    expect([await tries(once), await tries(once)]).toEqual([true, false]);
  });
});

describe('without the cookie', () => {
  test.each(['/', '/index.html', '/assets/index-1a2b3c.js', '/pictures/1.png', '/rpc', '/nothing'])(
    '%s says how to open the studio and nothing else',
    async (path) => {
      for (const wrong of ['', `ohmbrush-${served.port}=x`, cookie.replace('=', '-x='), cookie.slice(0, -1)]) {
        const { status, body } = await get(path, { cookie: wrong });
        expect(status).toBe(401);
        expect(body).toContain('?token=');
      }
    },
  );

  test('a picture is not imported', async () => {
    const response = await fetch(`${served.origin}/import`, { method: 'POST', body: 'x' });
    expect(response.status).toBe(401);
  });
});

describe('a name that is not ours', () => {
  test.each(['evil.example', 'evil.example:80', '127.0.0.1', '127.0.0.1:1', '127.0.0.1.evil.example', '0.0.0.0', ''])(
    'is refused, token and cookie or not: %j',
    async (name) => {
      const { search } = new URL(served.address);
      for (const path of ['/', `/${search}`, '/pictures/1.png']) {
        expect((await get(path, { host: name })).status).toBeGreaterThanOrEqual(400);
      }
      expect((await get(`/${search}`, { host: name })).body).not.toContain('Ohmbrush');
    },
  );

  test('localhost is', async () => {
    expect((await get('/', { host: `localhost:${served.port}` })).status).toBe(200);
  });
});

describe('a page elsewhere', () => {
  test.each(['http://evil.example', 'http://127.0.0.1:1', 'https://127.0.0.1', 'null', 'http://localhost:1'])(
    'of origin %s is refused even with the cookie',
    async (origin) => {
      expect((await get('/', { origin })).status).toBe(403);
      expect((await get('/pictures/1.png', { origin })).status).toBe(403);
      const posted = await served.fetch('/import', { method: 'POST', body: 'x', headers: { origin } });
      expect(posted.status).toBe(403);
    },
  );

  test.each(['cross-site', 'same-site'])('that shows our pictures is refused (%s)', async (site) => {
    const headers = { 'sec-fetch-site': site, 'sec-fetch-dest': 'image', 'sec-fetch-mode': 'no-cors' };
    expect((await get('/pictures/1.png', headers)).status).toBe(403);
    expect((await get('/', { ...headers, 'sec-fetch-dest': 'iframe' })).status).toBe(403);
  });

  test('may link to us', async () => {
    const headers = { 'sec-fetch-site': 'cross-site', 'sec-fetch-dest': 'document', 'sec-fetch-mode': 'navigate' };
    expect((await get('/', headers)).status).toBe(200);
    expect((await get('/pictures/1.png', headers)).status).toBe(403);
  });

  test('our own page is let in', async () => {
    expect((await get('/', { origin: served.origin, 'sec-fetch-site': 'same-origin' })).status).toBe(200);
    expect((await get('/', { 'sec-fetch-site': 'none' })).status).toBe(200);
  });
});

describe('the WebSocket', () => {
  const rpc = (headers: Record<string, string>) => knock(`ws://127.0.0.1:${served.port}/rpc`, headers);

  test('opens for our own page with the cookie, and for nobody else', async () => {
    expect(await rpc({ cookie, origin: served.origin })).toBe(101);
    expect(await rpc({ origin: served.origin })).toBe(401);
    expect(await rpc({ cookie: `ohmbrush-${served.port}=x`, origin: served.origin })).toBe(401);
    expect(await rpc({ cookie, origin: 'http://evil.example' })).toBe(403);
    expect(await rpc({ cookie, origin: 'http://127.0.0.1:1' })).toBe(403);
    expect(await rpc({ cookie })).toBe(403);
    expect(await rpc({ cookie, origin: 'http://evil.example', host: 'evil.example' })).toBe(421);
  });

  test('is nowhere else', async () => {
    expect(await knock(`ws://127.0.0.1:${served.port}/`, { cookie, origin: served.origin })).not.toBe(101);
  });

  test('outlives nonsense', async () => {
    // oRPC logs each of them.
    const log = vi.spyOn(console, 'error').mockImplementation(() => {});
    const socket = new WebSocket(`ws://127.0.0.1:${served.port}/rpc`, { headers: { cookie, origin: served.origin } });
    await new Promise((resolve) => socket.once('open', resolve));
    for (const nonsense of ['', '{', 'null', '{"i":1}', Buffer.from([0, 255, 0])]) socket.send(nonsense);
    socket.send(Buffer.alloc(33 * 2 ** 20));
    await new Promise((resolve) => socket.once('close', resolve));
    expect((await (await served.client()).studio.info()).host).toBe('test');
    log.mockRestore();
  });
});
