import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { openLibrary } from '../../src/main/library/open-library.ts';
import { urls } from '../../src/shared/contract/urls.ts';
import { parseCsv } from '../exports/parse-csv.ts';
import { draft } from '../queue/start-queue.ts';
import { connectTo } from './connect.ts';
import { type HostRun, runHost } from './run-host.ts';
import { writeScreens } from './screens.ts';

let home: string;
let library: string;
let flags: string[];
const runs: HostRun[] = [];
beforeEach(async () => {
  home = mkdtempSync(join(tmpdir(), 'ohmbrush-host-'));
  library = join(home, 'library');
  flags = ['--port', '0', '--no-open', '--library', library, '--screens', await writeScreens(join(home, 'screens'))];
});
afterEach(async () => {
  for (const { child, ended } of runs.splice(0)) {
    child.kill('SIGKILL');
    await ended;
  }
  rmSync(home, { recursive: true });
});

function host(...args: string[]): HostRun {
  return kept(runHost(home, args));
}

function kept(run: HostRun): HostRun {
  runs.push(run);
  return run;
}

/** One line on stderr, exit code and nothing on stdout. */
async function expectRefusal(run: HostRun, code: number): Promise<string> {
  const { code: actual, stdout, stderr } = await run.ended;
  expect({ code: actual, stdout }).toEqual({ code, stdout: '' });
  expect(stderr.trimEnd().split('\n')).toHaveLength(1);
  expect(stderr).toMatch(/^ohmbrush: .+\. .+\.\n$/);
  return stderr;
}

const model = { id: 'model' };

describe('served', () => {
  test('a sweep from the contract to its exports; SIGTERM ends it with one line said and exit code 0', async () => {
    const run = host(...flags);
    const { client, cookie, origin } = await connectTo(await run.address);
    expect((await client.studio.info()).host).toBe('web');
    const { sweepId } = await client.queue.add({
      drafts: [3, 4, 5, 6].map((steps) => draft({ model, steps })),
      first: false,
      sweep: { x: { field: 'steps', values: [3, 4, 5, 6] }, y: null },
    });
    await expect.poll(async () => (await client.sweeps.list())[0]?.done).toBe(4);

    const table = await client.pictures.export({ what: 'sweep-table', sweepId: sweepId! });
    const [head, ...rows] = parseCsv(await (await fetch(origin + table.url, { headers: { cookie } })).text());
    expect(rows.map((row) => row[head!.indexOf('swept_steps')])).toEqual(['3', '4', '5', '6']);
    for (const row of rows) expect(Number(row[head!.indexOf('energy_J')])).toBeGreaterThan(0);

    const id = Number(rows[0]![head!.indexOf('picture')]);
    expect((await fetch(origin + urls.picture(id), { headers: { cookie } })).status).toBe(200);

    run.child.kill('SIGTERM');
    const { code, stdout, stderr } = await run.ended;
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toMatch(/^Ohmbrush: http:\/\/127\.0\.0\.1:\d+\/\?token=[\w-]{32}\n$/);
  });

  test.each(['SIGTERM', 'SIGINT'] as const)(
    '%s while a picture is painted: what was reported done is there, the rest waits',
    async (signal) => {
      const run = host(...flags);
      const { client } = await connectTo(await run.address);
      const saved: number[] = [];
      const painting = Promise.withResolvers<void>();
      void (async () => {
        for await (const event of await client.studio.events()) {
          if (event.type === 'saved') saved.push(event.pictureId);
          if (event.type === 'progress' && saved.length === 1 && event.progress.phase === 'step') painting.resolve();
        }
      })().catch(() => {});
      // The subscription comes first: calls are answered in order.
      await client.studio.info();
      // Large: it is not finished by the time of the signal.
      const long = draft({ model, steps: 200, width: 256, height: 256, seed: 3 });
      await client.queue.add({ drafts: [draft({ model }), long, long], first: false, sweep: null });
      await painting.promise;
      run.child.kill(signal);
      const { code, stderr } = await run.ended;
      expect({ code, stderr }).toEqual({ code: 0, stderr: '' });

      const reopened = await openLibrary({ folder: library });
      try {
        expect(reopened.pictures.summaries(saved)).toHaveLength(1);
        expect(existsSync(reopened.pictures.file(saved[0]!)!.path)).toBe(true);
        const states = reopened.db
          .prepare('SELECT state, count(*) AS jobs FROM jobs GROUP BY state ORDER BY state')
          .all();
        expect(states).toEqual([
          { state: 'done', jobs: 1 },
          { state: 'queued', jobs: 2 },
        ]);
        expect(reopened.db.pragma('integrity_check', { simple: true })).toBe('ok');
      } finally {
        await reopened.close();
      }
    },
  );
});

describe('refused in one line', () => {
  test('a second one on the same library, while the first goes on', async () => {
    const first = host(...flags);
    const { client } = await connectTo(await first.address);
    expect(await expectRefusal(host(...flags), 1)).toContain(library);
    expect((await client.queue.state()).waiting).toEqual([]);
    first.child.kill('SIGTERM');
    expect((await first.ended).code).toBe(0);
    const third = host(...flags);
    expect(await third.address).toContain('http://127.0.0.1');
  });

  test('a port in use', async () => {
    const other = createServer();
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
    const { port } = other.address() as { port: number };
    try {
      expect(await expectRefusal(host(...flags, '--port', String(port)), 1)).toContain(`port ${port} is in use`);
    } finally {
      other.close();
    }
  });

  test('a library where nothing can be written', async () => {
    writeFileSync(join(home, 'file'), '');
    expect(await expectRefusal(host(...flags, '--library', join(home, 'file', 'library')), 1)).toContain('file');
    if (process.getuid?.() === 0) return;
    mkdirSync(join(home, 'closed'));
    chmodSync(join(home, 'closed'), 0o500);
    expect(await expectRefusal(host(...flags, '--library', join(home, 'closed', 'library')), 1)).toContain('closed');
  });

  test('screens that are not built', async () => {
    expect(await expectRefusal(host(...flags, '--screens', home), 1)).toContain('npm start');
  });

  test.each([
    ['--port', '65536'],
    ['--prot', '1'],
  ])('bad usage: %s %s', async (...args) => {
    await expectRefusal(host(...flags, ...args), 2);
  });
});

describe.runIf(process.platform === 'linux')('the browser', () => {
  const opening = () => flags.filter((flag) => flag !== '--no-open');
  /** A program that notes how it was called. */
  const program = (name: string, code = 0) => {
    mkdirSync(join(home, 'bin'), { recursive: true });
    writeFileSync(join(home, 'bin', name), `#!/bin/sh\necho "${name} $1" >> ${home}/called\nexit ${code}\n`, {
      mode: 0o755,
    });
  };
  const asUser = (uid: number) => `data:text/javascript,${encodeURIComponent(`process.getuid = () => ${uid}`)}`;
  const open = (uid: number) =>
    kept(runHost(home, opening(), { preload: asUser(uid), env: { DISPLAY: ':77', PATH: join(home, 'bin') } }));
  const called = () =>
    existsSync(join(home, 'called')) ? readFileSync(join(home, 'called'), 'utf8').trim().split('\n') : [];
  async function ended(run: HostRun): Promise<string> {
    await run.address;
    // Whether a browser opens is known by then.
    await expect.poll(() => called().length > 0 || run.said().stderr !== '').toBe(true);
    run.child.kill('SIGTERM');
    const { code, stdout, stderr } = await run.ended;
    expect(code).toBe(0);
    expect(stdout.trimEnd().split('\n')).toHaveLength(1);
    return stderr;
  }

  test('is Chromium with a window of its own, and its address is worth nothing afterwards', async () => {
    program('chromium');
    program('xdg-open');
    const run = open(1000);
    await expect.poll(called).toEqual([expect.stringMatching(/^chromium --app=http:/)]);
    const given = called()[0]!.slice('chromium --app='.length);
    expect(given).not.toBe(await run.address);
    const tries = async () => (await fetch(given, { redirect: 'manual' })).headers.has('set-cookie');
    expect([await tries(), await tries()]).toEqual([true, false]);
    expect(await ended(run)).toBe('');
  });

  test("is the user's where there is no Chromium, where it fails, and for root", async () => {
    program('xdg-open');
    expect(await ended(open(1000))).toBe('');
    program('chromium', 1);
    expect(await ended(open(1000))).toBe('');
    expect(await ended(open(0))).toBe('');
    expect(called().map((call) => call.split(' ')[0])).toEqual(['xdg-open', 'chromium', 'xdg-open', 'xdg-open']);
  });

  test('that cannot be opened is said beside the address', async () => {
    mkdirSync(join(home, 'bin'));
    expect(await ended(open(1000))).toBe('Open the address above in a browser: no browser was found.\n');
    expect(await ended(host(...opening()))).toBe('Open the address above in a browser: there is no display.\n');
  });
});

test('without flags for it, library and cache are where this system keeps such things', async () => {
  if (process.platform !== 'linux') return;
  const screens = flags.slice(-2);
  const run = host('--port', '0', '--no-open', ...screens);
  await run.address;
  expect(existsSync(join(home, 'data/ohmbrush/library.db'))).toBe(true);
  run.child.kill('SIGTERM');
  expect((await run.ended).code).toBe(0);
});

test.each(['throw', 'reject'])(
  'what nobody caught (%s) is said in one line, and the studio is closed in order',
  async (how) => {
    const act = how === 'throw' ? 'throw error' : 'Promise.reject(error)';
    const code = `process.on('SIGUSR2', () => { const error = new Error('out of the blue'); ${act}; })`;
    const preload = `data:text/javascript,${encodeURIComponent(code)}`;
    const { child, address, ended } = kept(runHost(home, flags, { preload }));
    const { client } = await connectTo(await address);
    await client.queue.pause();
    await client.queue.add({ drafts: [draft({ seed: 1 })], first: false, sweep: null });
    child.kill('SIGUSR2');
    const { code: exitCode, stderr } = await ended;
    expect({ exitCode, lines: stderr.trimEnd().split('\n').length }).toEqual({ exitCode: 1, lines: 1 });
    expect(stderr).toContain('out of the blue');
    // Closed in order, the log has gone into the database.
    expect(existsSync(join(library, 'library.db-wal'))).toBe(false);
  },
);
