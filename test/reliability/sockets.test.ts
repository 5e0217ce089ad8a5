import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { urls } from '../../src/shared/contract/urls.ts';
import { connectTo } from '../web/connect.ts';
import { type HostRun, runHost } from '../web/run-host.ts';
import { writeScreens } from '../web/screens.ts';
import { knock, rawRequest } from '../web/served-studio.ts';
import { head, type RawSocket, rawSocket, resetAll } from './raw-socket.ts';
import { group, rounds } from './tally.ts';

const strangers = group('sockets without a token');
const pages = group('sockets with a token');

/** The web host as users start it: it must neither end nor keep what strangers leave behind. */
let home: string;
let run: HostRun;
let port: number;
let host: string;
beforeEach(async () => {
  home = mkdtempSync(join(tmpdir(), 'ohmbrush-sockets-'));
  const screens = await writeScreens(join(home, 'screens'));
  run = runHost(home, ['--port', '0', '--no-open', '--library', join(home, 'library'), '--screens', screens]);
  port = Number(new URL(await run.address).port);
  host = `127.0.0.1:${port}`;
});
afterEach(async () => {
  resetAll();
  run.child.kill('SIGKILL');
  await run.ended;
  rmSync(home, { recursive: true });
});

const UPGRADE = { Connection: 'Upgrade', Upgrade: 'websocket' };
const KEY = { 'Sec-WebSocket-Key': 'dGhlIHNhbXBsZSBub25jZQ==', 'Sec-WebSocket-Version': '13' };
const upgradeTo = (protocol: string, path = '/', headers: Record<string, string> = {}) =>
  head(`GET ${path}`, { Host: host, Connection: 'Upgrade', Upgrade: protocol, ...headers });

/** It ends without waiting for clients: the studio has been closed, and nothing was printed. */
async function expectGoodEnd(): Promise<void> {
  expect(run.child.exitCode).toBeNull();
  run.child.kill('SIGTERM');
  const { code, stderr } = await run.ended;
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  // SQLite takes it back into the database when that is closed, and only then.
  expect(existsSync(join(home, 'library/library.db'))).toBe(true);
  expect(existsSync(join(home, 'library/library.db-wal'))).toBe(false);
}

const alive = async () => (await rawRequest(port, '/', { host })).status === 401;
const descriptors = () => readdirSync(`/proc/${run.child.pid}/fd`).length;

/** As many as before, and a few that the runtime opens when it likes. */
async function expectDescriptors(before: number): Promise<void> {
  if (process.platform === 'linux') await expect.poll(descriptors).toBeLessThan(before + 10);
}
const countDescriptors = () => (process.platform === 'linux' ? descriptors() : 0);

/** Upgrade requests, and requests that look like one, as strangers may send them. */
function upgrades(): Record<string, string> {
  const token = new URLSearchParams({ token: 'x' });
  const origin = { Origin: `http://${host}` };
  const knock = (path: string, headers: Record<string, string> = {}) =>
    head(`GET ${path}`, { Host: host, ...UPGRADE, ...KEY, ...headers });
  return {
    h2c: upgradeTo('h2c', '/', { 'HTTP2-Settings': 'AAMAAABkAARAAAAAAAIAAAAA' }),
    'h2c in odd letters': head('GET /', { HOST: host, cONNECTION: 'uPGRADE', uPGRADE: 'H2C' }),
    'h2c with a token': upgradeTo('h2c', `/?${token}`),
    'h2c without a host': head('GET /', { Connection: 'Upgrade', Upgrade: 'h2c' }),
    'h2c behind a request': head('GET /', { Host: host }) + upgradeTo('h2c'),
    'h2c before a request': upgradeTo('h2c') + head('GET /', { Host: host }),
    TLS: upgradeTo('TLS/1.0'),
    'several protocols': upgradeTo('h2c, websocket', '/rpc', KEY),
    'a POST': head('POST /rpc', { Host: host, ...UPGRADE, ...KEY, 'Content-Length': '5' }),
    'a WebSocket elsewhere': knock('/', origin),
    'a WebSocket without a cookie': knock('/rpc', origin),
    'a WebSocket with a wrong cookie': knock('/rpc', { ...origin, Cookie: `ohmbrush-${port}=x` }),
    'a WebSocket of another page': knock('/rpc', { Origin: 'http://evil.example' }),
    'a WebSocket without an origin': knock('/rpc'),
    'a WebSocket by another name': head('GET /rpc', { Host: 'evil.example', ...UPGRADE, ...KEY }),
    'a WebSocket by no name': head('GET /rpc', { Host: '[', ...UPGRADE, ...KEY }),
    'a WebSocket at no address': knock('//[', origin),
    'a WebSocket with bytes behind': knock('/rpc', origin) + '\x81\x85\0\0\0\0hello',
    CONNECT: head('CONNECT example.com:443', { Host: 'example.com:443' }),
    'HTTP/2': 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n',
    noise: Buffer.from(Array.from({ length: 4096 }, (_, i) => Math.imul(i + 1, 0x9e3779b1) >>> 24)).toString('latin1'),
    'a long header': head('GET /', { Host: host, 'X-Long': 'x'.repeat(100_000) }),
  };
}

describe('without a token', () => {
  test('an upgrade is closed at once, whatever it asks for, and a reset at any moment ends nothing', async () => {
    const before = countDescriptors();
    for (const [name, text] of Object.entries(upgrades())) {
      const bytes = Buffer.from(text, 'latin1');
      await strangers.attempt(async () => {
        const answered = await rawSocket(port, bytes);
        await answered.closed;
        expect(answered.said(), name).not.toContain('HTTP/1.1 101');
        answered.socket.resetAndDestroy();
        expect(await alive(), name).toBe(true);
      });
      for (let cut = 0; cut < rounds(2, 40); cut++) {
        await strangers.attempt(async () => {
          const { socket } = await rawSocket(port, bytes.subarray(0, bytes.length - cut));
          socket.resetAndDestroy();
          expect(await alive(), name).toBe(true);
        });
      }
      await strangers.attempt(async () => {
        const ended = await rawSocket(port, bytes);
        ended.socket.end();
        await ended.closed;
        expect(await alive(), name).toBe(true);
      });
    }
    await expectDescriptors(before);
    await expectGoodEnd();
  });

  test('what is expected, announced or sent wrongly is answered or closed, and reset it ends nothing', async () => {
    const requests = [
      head('POST /import', { Host: host, Expect: '100-continue', 'Content-Length': '1000' }),
      head('POST /import', { Host: host, Expect: 'a miracle', 'Content-Length': '1000' }),
      head('POST /import', { Host: host, 'Content-Length': String(2 ** 40) }) + 'x'.repeat(1000),
      head('POST /import', { Host: host, 'Transfer-Encoding': 'chunked' }) + 'nonsense\r\n',
      head('POST /rpc', { Host: host, 'Content-Length': '3' }) + 'abc',
      head('OPTIONS *', { Host: host }),
      head('TRACE /', { Host: host }),
      head('GET http://[/', { Host: host }),
      head(`GET /${'%'.repeat(1000)}?token=%`, { Host: host, Cookie: '%=%;;=;\xff' }),
      head('GET /', { Host: host }).repeat(200),
    ];
    for (const text of requests) {
      const bytes = Buffer.from(text, 'latin1');
      await strangers.attempt(async () => {
        const { answered, said, socket } = await rawSocket(port, bytes);
        await answered;
        expect(said()).toMatch(/^HTTP\/1\.1 (100|4\d\d) /);
        expect(said()).not.toMatch(/^HTTP\/1\.1 [25]/m);
        socket.resetAndDestroy();
        const reset = await rawSocket(port, bytes);
        reset.socket.resetAndDestroy();
        expect(await alive()).toBe(true);
      });
    }
    await expectGoodEnd();
  });

  test('300 sockets that asked for an upgrade leave nothing behind, and the host ends', async () => {
    const before = countDescriptors();
    const sockets: RawSocket[] = [];
    for (let n = 0; n < rounds(300, 3000); n++) sockets.push(await rawSocket(port, upgradeTo('h2c')));
    for (const { closed } of sockets) await strangers.attempt(() => closed);
    await expectDescriptors(before);
    await expectGoodEnd();
  });

  test('half requests that are held open keep no page out, and the host from ending', async () => {
    const before = countDescriptors();
    const { client, cookie, origin, socket } = await connectTo(await run.address);
    const halves = ['', 'G', 'GET / HTTP/1.1\r\nHost: ', 'POST /import HTTP/1.1\r\nContent-Length: 9\r\n\r\n'];
    for (let n = 0; n < 600; n++) await rawSocket(port, halves[n % halves.length]);
    expect((await client.studio.info()).host).toBe('web');
    // As a browser does, it tries again where a connection that it had kept has been closed.
    await expect.poll(async () => (await fetch(`http://${host}/`, { headers: { cookie } })).status).toBe(200);
    expect(await knock(`ws://${host}/rpc`, { cookie, origin })).toBe(101);
    if (process.platform === 'linux') await expect.poll(descriptors).toBeLessThan(before + 300);
    socket.terminate();
    await expectGoodEnd();
  });
});

describe('with a token', () => {
  test('a reset during an upgrade, a download, an import and a call ends nothing else', async () => {
    const before = countDescriptors();
    const address = await run.address;
    const { client, cookie, origin, socket } = await connectTo(address);
    const png = await sharp({
      create: { width: 1500, height: 1500, channels: 3, background: '#808080', noise: { type: 'gaussian', sigma: 99 } },
    })
      .png({ compressionLevel: 0 })
      .toBuffer();
    const imported = await fetch(origin + urls.import, {
      method: 'POST',
      headers: { cookie },
      body: new Uint8Array(png),
    });
    const { id } = await imported.json();
    const headers = { Host: host, Cookie: cookie, Origin: origin };
    const look = { scale: 1, background: 'transparent' as const, stripRecipe: false };
    const { url } = await client.pictures.export({ what: 'pictures', ids: [id], look });
    const call = Buffer.concat([Buffer.from([0x81, 0x85, 0, 0, 0, 0]), Buffer.from('hello')]).toString('latin1');
    const requests = [
      head('GET /rpc', { ...headers, ...UPGRADE, ...KEY }),
      head('GET /rpc', { ...headers, ...UPGRADE, ...KEY }) + call,
      head(`GET ${urls.picture(id)}`, headers) + head('GET /rpc', { ...headers, ...UPGRADE, ...KEY }) + call,
      head(`GET ${urls.picture(id)}`, headers),
      head(`GET ${url}`, headers),
      head('GET /assets/index-1a2b3c.js', headers),
      head('POST /import', { ...headers, 'Content-Length': String(png.length) }) + png.toString('latin1', 0, 100_000),
    ];
    for (const text of requests) {
      const bytes = Buffer.from(text, 'latin1');
      for (const moment of ['sent', 'answered', 'ended'] as const) {
        for (let n = 0; n < rounds(1, 20); n++) {
          await pages.attempt(async () => {
            const { answered, socket } = await rawSocket(port, bytes);
            if (moment === 'answered' && !text.startsWith('POST')) await answered;
            if (moment === 'ended') socket.end();
            else socket.resetAndDestroy();
            expect(await alive()).toBe(true);
          });
        }
      }
    }
    expect((await client.studio.info()).host).toBe('web');
    resetAll();
    await expectDescriptors(before);
    socket.terminate();
    await expectGoodEnd();
  });

  test('what is no message of a WebSocket ends that socket and no other', async () => {
    const { client, cookie, origin, socket } = await connectTo(await run.address);
    const handshake = head('GET /rpc', { Host: host, Cookie: cookie, Origin: origin, ...UPGRADE, ...KEY });
    const frames: Record<string, number[]> = {
      'not masked': [0x81, 0x02, 0x68, 0x69],
      'not UTF-8': [0x81, 0x82, 0, 0, 0, 0, 0xc3, 0x28],
      'a reserved bit': [0xf1, 0x80, 0, 0, 0, 0],
      'an unknown kind': [0x83, 0x80, 0, 0, 0, 0],
      'a continuation of nothing': [0x80, 0x80, 0, 0, 0, 0],
      'a long ping': [0x89, 0xfe, 0x01, 0x00, 0, 0, 0, 0],
      'a close code that is none': [0x88, 0x82, 0, 0, 0, 0, 0, 1],
      'longer than can be counted': [0x82, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff],
      'larger than a message may be': [0x82, 0xff, 0, 0, 0, 0, 0x10, 0, 0, 0, 0, 0, 0, 0],
    };
    for (const [name, bytes] of Object.entries(frames)) {
      await pages.attempt(async () => {
        const raw = await rawSocket(port, Buffer.concat([Buffer.from(handshake), Buffer.from(bytes)]));
        await raw.closed;
        expect(raw.said(), name).toContain('HTTP/1.1 101');
        raw.socket.resetAndDestroy();
        expect((await client.studio.info()).host, name).toBe('web');
      });
    }
    socket.terminate();
    await expectGoodEnd();
  });

  test('sockets and what they hold together are bounded', async () => {
    const { client, cookie, origin, socket } = await connectTo(await run.address);
    const handshake = head('GET /rpc', { Host: host, Cookie: cookie, Origin: origin, ...UPGRADE, ...KEY });
    // A message of 31 MB of which 20 MB have been sent.
    const frame = Buffer.alloc(14 + 20 * 2 ** 20);
    frame.set([0x82, 0xff, 0, 0, 0, 0, 0x01, 0xf0, 0, 0]);
    const hogs: RawSocket[] = [];
    for (let n = 0; n < 5; n++) {
      const hog = await rawSocket(port, handshake);
      hog.socket.write(frame);
      hogs.push(hog);
    }
    // 64 MB are less than five times 20.
    await Promise.race(hogs.map(({ closed }) => closed));
    expect((await client.studio.info()).host).toBe('web');
    resetAll();

    let last = '';
    for (let n = 0; n < 100 && !last.startsWith('HTTP/1.1 503 '); n++) {
      const { answered, said } = await rawSocket(port, handshake);
      await answered;
      last = said();
    }
    expect(last).toMatch(/^HTTP\/1\.1 503 /);
    expect((await client.studio.info()).host).toBe('web');
    socket.terminate();
    await expectGoodEnd();
  });

  test('too many calls at once end their socket', async () => {
    const address = await run.address;
    const { client, socket } = await connectTo(address);
    const greedy = await connectTo(address);
    const closed = new Promise((resolve) => greedy.socket.once('close', resolve));
    // Each waits for events for as long as the page is open.
    for (let n = 0; n < 10_000; n++) greedy.client.studio.events().catch(() => {});
    await closed;
    expect((await client.studio.info()).host).toBe('web');
    socket.terminate();
    await expectGoodEnd();
  });
});
