import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { cp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { startServer } from '../../src/main/hosts/web/server.ts';
import { sessionKey } from '../../src/main/hosts/web/session-key.ts';
import { connectTo, cookieFor } from './connect.ts';
import { type HostRun, runHost } from './run-host.ts';
import { PAGE, writeScreens } from './screens.ts';
import { knock } from './served-studio.ts';

let home: string;
let screens: string;
beforeEach(async () => {
  home = mkdtempSync(join(tmpdir(), 'ohmbrush-session-'));
  screens = await writeScreens(join(home, 'screens'));
});
afterEach(() => rmSync(home, { recursive: true }));

/** The server on a library's key, for as long as `visit` takes; what is behind it does not matter here. */
async function serve<T>(folder: string, port: number, visit: (address: string) => Promise<T>): Promise<T> {
  mkdirSync(folder, { recursive: true });
  const studio = { router: {} as never, fetch: async () => new Response() };
  const server = await startServer({ studio, screens, port, sessionKey: await sessionKey(folder) });
  try {
    return await visit(server.address);
  } finally {
    await server.close();
  }
}
const portOf = (address: string) => Number(new URL(address).port);
const status = async (address: string, cookie: string) =>
  (await fetch(new URL('/', address), { headers: { cookie } })).status;

test('a page lives through a stop and a start of its host, its socket and its pictures with it; the token does not', async () => {
  const library = join(home, 'library');
  const flags = ['--no-open', '--library', library, '--screens', screens];
  const start = (port: number) => runHost(home, ['--port', String(port), ...flags]);
  const runs: HostRun[] = [start(0)];
  try {
    const first = await runs[0]!.address;
    const { cookie, origin, socket } = await connectTo(first);
    runs[0]!.child.kill('SIGTERM');
    expect((await runs[0]!.ended).code).toBe(0);
    expect(socket.readyState).toBe(socket.CLOSED);

    runs.push(start(portOf(first)));
    const second = await runs[1]!.address;
    expect(await (await fetch(`${origin}/`, { headers: { cookie } })).text()).toBe(PAGE);
    expect(await knock(`${origin.replace('http', 'ws')}/rpc`, { cookie, origin })).toBe(101);
    expect(new URL(second).search).not.toBe(new URL(first).search);
    expect((await fetch(first, { redirect: 'manual' })).headers.has('set-cookie')).toBe(false);
  } finally {
    for (const { child, ended } of runs) {
      child.kill('SIGKILL');
      await ended;
    }
  }
});

describe('a session', () => {
  test('is refused by another library, another port and a copy of the library, which say where to go', async () => {
    const library = join(home, 'library');
    const [port, cookie] = await serve(
      library,
      0,
      async (address) => [portOf(address), await cookieFor(address)] as const,
    );
    expect(await serve(library, port, (address) => status(address, cookie))).toBe(200);
    await cp(library, join(home, 'copy'), { recursive: true });
    for (const other of ['other', 'copy']) {
      const response = await serve(join(home, other), port, (address) =>
        fetch(new URL('/', address), { headers: { cookie } }),
      );
      expect(response.status).toBe(401);
      expect(response.headers.get('cache-control')).toBe('no-store');
    }
    const elsewhere = await serve(library, 0, async (address) => {
      const name = `ohmbrush-${portOf(address)}=`;
      const response = await fetch(new URL('/', address), { headers: { cookie: cookie.replace(/^.*?=/, name) } });
      return { status: response.status, text: await response.text() };
    });
    expect(elsewhere.status).toBe(401);
    expect(elsewhere.text).toMatch(/terminal.*\?token=/);
    expect(elsewhere.text).toMatch(/终端.*\?token=/);
  });
});

describe("the key in the library's folder", () => {
  const file = () => join(home, 'web-session.json');
  const read = () => JSON.parse(readFileSync(file(), 'utf8'));
  const again = async () => (await sessionKey(home)).toString('hex');

  test('is its owner’s alone, and the same at each start', async () => {
    const key = await again();
    if (process.platform !== 'win32') expect(statSync(file()).mode & 0o777).toBe(0o600);
    expect(read().version).toBe(1);
    expect(readFileSync(file(), 'utf8')).not.toContain(key);
    expect(await again()).toBe(key);
  });

  test.each<[string, () => void]>([
    ['is empty', () => writeFileSync(file(), '')],
    ['is cut off', () => writeFileSync(file(), readFileSync(file()).subarray(0, 40))],
    ['is of another version', () => writeFileSync(file(), JSON.stringify({ ...read(), version: 2 }))],
    ['has a short key', () => writeFileSync(file(), JSON.stringify({ ...read(), key: 'AAAA' }))],
    ['has more in it', () => writeFileSync(file(), JSON.stringify({ ...read(), more: 1 }))],
    ['is huge', () => writeFileSync(file(), `${JSON.stringify(read())}${' '.repeat(100_000)}`)],
    ['is from the future', () => writeFileSync(file(), JSON.stringify({ ...read(), madeAt: Date.now() + 1e9 }))],
    [
      'is older than 30 days',
      () => writeFileSync(file(), JSON.stringify({ ...read(), madeAt: Date.now() - 31 * 864e5 })),
    ],
    ['could be read by others', () => chmodSync(file(), 0o644)],
    ['is gone', () => rmSync(file())],
    ['cannot be written over', () => chmodSync(file(), 0o400)],
  ])('is made anew where it %s', async (_, damage) => {
    const before = await again();
    damage();
    const after = await again();
    // A file that can only be read still holds a valid key.
    if (statSync(file()).mode & 0o200) expect(after).not.toBe(before);
    expect(await again()).toBe(after);
  });

  test('behind a link is neither read nor written', async () => {
    const key = await again();
    const elsewhere = join(home, 'elsewhere.json');
    writeFileSync(elsewhere, readFileSync(file()), { mode: 0o600 });
    rmSync(file());
    symlinkSync(elsewhere, file());
    const before = readFileSync(elsewhere, 'utf8');
    expect(await again()).not.toBe(key);
    expect(readFileSync(elsewhere, 'utf8')).toBe(before);
  });

  test('that cannot be kept is good for one run', async () => {
    mkdirSync(join(file(), 'in the way'), { recursive: true });
    expect(await again()).not.toBe(await again());
  });
});
