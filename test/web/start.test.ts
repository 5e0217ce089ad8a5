import { type ChildProcess, spawn } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';

/**
 * scripts/start.mjs as it is, in a package whose builder, hosts and Electron are stubs that tell how they were called.
 */
let root: string;

const HOST = `
import { appendFileSync } from 'node:fs';
process.on('SIGTERM', () => setTimeout(() => {
  appendFileSync(import.meta.dirname + '/finished', 'x');
  process.exit(0);
}, 100));
console.log('web', JSON.stringify(process.argv.slice(2)), process.cwd());
const exit = process.argv.find((flag) => flag.startsWith('--exit='));
if (exit) process.exit(Number(exit.slice(7)));
setInterval(() => {}, 1000);
`;
const BUILDER = `
const { appendFileSync, existsSync, mkdirSync, writeFileSync } = require('node:fs');
const { dirname } = require('node:path');
appendFileSync('built', 'x');
if (existsSync('src/broken.ts')) {
  console.error('src/broken.ts: nonsense');
  process.exit(1);
}
const built =
  'main/hosts/electron/index.js main/hosts/web/index.js worker/engine.js preload/index.cjs renderer/index.html';
for (const path of built.split(' ')) {
  mkdirSync(dirname('out/' + path), { recursive: true });
  writeFileSync('out/' + path, path.endsWith('web/index.js') ? ${JSON.stringify(HOST)} : '');
}
`;

function put(path: string, text: string, mode = 0o644): void {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), text, { mode });
}

/** Long ago, so that the build is newer by any clock. */
function age(...paths: string[]): void {
  for (const path of paths) utimesSync(join(root, path), 1e9, 1e9);
}

/** Seconds since 1970. Newer than any build that a test makes, however long it takes. */
const FUTURE = Date.now() / 1000 + 24 * 3600;

beforeEach(() => {
  root = realpathSync(mkdtempSync(join(tmpdir(), 'ohmbrush-start-')));
  const scripts = join(import.meta.dirname, '../../scripts');
  for (const path of ['require-node.mjs', 'start.mjs', 'start']) {
    cpSync(join(scripts, path), join(root, 'scripts', path), { recursive: true });
  }
  put('package.json', '{ "type": "module" }');
  put('electron.vite.config.ts', '');
  put('src/main/a.ts', '');
  put('src/main/b.ts', '');
  put('node_modules/electron-vite/package.json', '{}');
  put('node_modules/electron-vite/bin/electron-vite.js', BUILDER);
  age('package.json', 'electron.vite.config.ts', 'src/main/a.ts', 'src/main/b.ts', 'src/main', 'src');
});
afterEach(() => rmSync(root, { recursive: true }));

interface Run {
  code: number | null;
  stdout: string;
  stderr: string;
}

/** As a non-root user with a display, unless stated otherwise. */
function launch(
  args: string[],
  env: NodeJS.ProcessEnv = {},
): { child: ChildProcess; printed: Promise<void>; ended: Promise<Run> } {
  const preload = `data:text/javascript,${encodeURIComponent('process.getuid = () => 1000')}`;
  const { npm_lifecycle_event: _, INIT_CWD: _cwd, ELECTRON_OVERRIDE_DIST_PATH: _dist, ...rest } = process.env;
  const child = spawn(process.execPath, ['--import', preload, join(root, 'scripts/start.mjs'), ...args], {
    cwd: root,
    env: { ...rest, DISPLAY: ':77', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let stdout = '';
  let stderr = '';
  child.stderr.on('data', (chunk) => {
    stderr += chunk;
  });
  const printed = new Promise<void>((resolve) => {
    child.stdout.on('data', (chunk) => {
      stdout += chunk;
      resolve();
    });
  });
  const ended = new Promise<Run>((resolve) => child.on('close', (code) => resolve({ code, stdout, stderr })));
  return { child, printed, ended };
}
const start = (args: string[], env?: NodeJS.ProcessEnv) => launch(args, env).ended;
const web = (...flags: string[]) => `web ${JSON.stringify(flags)} ${root}\n`;
const builds = () => readFileSync(join(root, 'built'), 'utf8').length;

describe('the build', () => {
  test('is made once, in one line, and again when a source changes, comes or goes, or a part of it is missing', async () => {
    const run = () => start(['--web', '--exit=0']);
    expect(await run()).toEqual({ code: 0, stdout: web('--exit=0'), stderr: 'Building the studio, once ...\n' });
    expect(await run()).toEqual({ code: 0, stdout: web('--exit=0'), stderr: '' });
    const changed = 'Building the studio: its sources have changed ...\n';
    utimesSync(join(root, 'src/main/a.ts'), FUTURE, FUTURE);
    expect((await run()).stderr).toBe(changed);
    age('src/main/a.ts');
    expect((await run()).stderr).toBe('');
    rmSync(join(root, 'src/main/b.ts'));
    utimesSync(join(root, 'src/main'), FUTURE, FUTURE);
    expect((await run()).stderr).toBe(changed);
    age('src/main');
    rmSync(join(root, 'out/renderer/index.html'));
    expect((await run()).stderr).toBe('Building the studio, once ...\n');
    expect(builds()).toBe(4);
  });

  test('that fails shows why and starts nothing', async () => {
    put('src/broken.ts', '');
    const { code, stdout, stderr } = await start(['--web']);
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toContain('src/broken.ts: nonsense');
  });

  test('is used as it is where there is no builder', async () => {
    await start(['--web', '--exit=0']);
    rmSync(join(root, 'node_modules/electron-vite'), { recursive: true });
    utimesSync(join(root, 'src/main/a.ts'), FUTURE, FUTURE);
    expect(await start(['--web', '--exit=0'])).toEqual({ code: 0, stdout: web('--exit=0'), stderr: '' });
    rmSync(join(root, 'out'), { recursive: true });
    expect(await start(['--web'])).toMatchObject({ code: 1, stderr: expect.stringContaining('npm ci') });
  });
});

describe('the web host', () => {
  test('gets the flags but --web, the folder its user is in, and gives the exit code', async () => {
    const { code, stdout } = await start(['--port', '5', '--exit=3'], { INIT_CWD: join(root, 'src') });
    expect(code).toBe(3);
    expect(stdout).toBe(`web ["--port","5","--exit=3"] ${join(root, 'src')}\n`);
  });

  test('gets SIGTERM, and is waited for', async () => {
    const { child, printed, ended } = launch(['--web']);
    await printed;
    child.kill('SIGTERM');
    expect((await ended).code).toBe(0);
    expect(existsSync(join(root, 'out/main/hosts/web/finished'))).toBe(true);
  });

  test('ends when npm ends the shell in between without a signal to this process', async () => {
    await start(['--web', '--exit=0']);
    const script = `"${process.execPath}" scripts/start.mjs --web; true`;
    const shell = spawn('sh', ['-c', script], {
      cwd: root,
      env: { ...process.env, INIT_CWD: root, npm_lifecycle_event: 'start' },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    await new Promise((resolve) => shell.stdout.once('data', resolve));
    shell.kill('SIGTERM');
    await expect.poll(() => existsSync(join(root, 'out/main/hosts/web/finished'))).toBe(true);
  });
});

describe.runIf(process.platform === 'linux')('Electron', () => {
  const ELECTRON = '#!/bin/sh\necho "electron $@"\nexit 7\n';
  const install = (text: string, version = '45.0.0') => {
    put('node_modules/electron/package.json', JSON.stringify({ version }));
    put('node_modules/electron/install.js', `require('node:fs').appendFileSync('${root}/tried', 'x');\n${text}`);
  };
  const have = (program: string) => {
    install('');
    put('node_modules/electron/path.txt', 'electron');
    put('node_modules/electron/dist/electron', program, 0o755);
  };
  const tries = () => (existsSync(join(root, 'tried')) ? readFileSync(join(root, 'tried'), 'utf8').length : 0);
  const inBrowser = (why: string) => `Ohmbrush opens in a browser, not in Electron: ${why}.\n`;

  beforeEach(() => start(['--web', '--exit=0']));

  test('is started where it is there, with the package and the flags', async () => {
    have(ELECTRON);
    expect(await start(['--library', 'x'])).toEqual({ code: 7, stdout: `electron ${root} --library x\n`, stderr: '' });
    expect(tries()).toBe(0);
  });

  test('is downloaded first where it can be', async () => {
    install(`const fs = require('node:fs');
      fs.mkdirSync(__dirname + '/dist');
      fs.writeFileSync(__dirname + '/path.txt', 'electron');
      fs.writeFileSync(__dirname + '/dist/electron', ${JSON.stringify(ELECTRON)}, { mode: 0o755 });`);
    const { code, stderr } = await start([]);
    expect(code).toBe(7);
    expect(stderr).toBe('Downloading Electron 45.0.0 (about 110 MB, once) ...\n');
  });

  test('that cannot be downloaded gives way to the browser, and is not tried again at once', async () => {
    install(`throw new Error('fetch failed')`);
    const first = await start(['--exit=0']);
    expect(first).toMatchObject({ code: 0, stdout: web('--exit=0') });
    expect(first.stderr).toContain(inBrowser('it cannot be downloaded (fetch failed)'));
    const second = await start(['--exit=0']);
    expect(second.stderr).toBe(inBrowser('its download failed (fetch failed) and is tried again a day later'));
    expect(tries()).toBe(1);
    install(`throw new Error('fetch failed')`, '45.0.1');
    await start(['--exit=0']);
    expect(tries()).toBe(2);
  });

  test('that dies before it runs gives way to the browser', async () => {
    have('#!/bin/sh\nkill -TRAP $$\n');
    expect(await start(['--exit=0'])).toEqual({
      code: 0,
      stdout: web('--exit=0'),
      stderr: inBrowser('it could not start (SIGTRAP)'),
    });
  });

  test('is not tried without a display, or where it is not installed', async () => {
    have(ELECTRON);
    const { stdout, stderr } = await start(['--exit=0'], { DISPLAY: '', WAYLAND_DISPLAY: '' });
    expect({ stdout, stderr }).toEqual({ stdout: web('--exit=0'), stderr: inBrowser('there is no display') });
    rmSync(join(root, 'node_modules/electron'), { recursive: true });
    expect((await start(['--exit=0'])).stderr).toBe(inBrowser('it is not installed'));
  });
});
