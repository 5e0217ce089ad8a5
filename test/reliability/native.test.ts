/**
 * Kernels that cannot be used, in the engine as users start it: pictures are still painted, with the pixels of the
 * reference.
 */

import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import sharp from 'sharp';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { type Engine, startEngine } from '../../src/main/engine/engine-client.ts';
import { forkEngine } from '../../src/main/engine/engine-process.ts';
import type { PaintRequest } from '../../src/shared/engine/engine-protocol.ts';
import { DEFAULTS } from '../../src/shared/recipe/fields.ts';
import { analogChip, ownBits } from '../chip/builders.ts';
import { cliEnvironment, runCli } from '../cli/run-cli.ts';
import { fixture } from '../golden/read-golden.ts';
import { group, rounds } from './tally.ts';

const kernels = group('kernels');

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const ADDON = join(ROOT, 'build/native/ohmbrush.node');
const HEADERS = join(ROOT, 'node_modules/node-api-headers/include');
const hasAddon = existsSync(ADDON);

let folder: string;
let exact: Buffer;

interface Outcome {
  readonly backend: string;
  /** Its messages other than progress. */
  readonly said: readonly string[];
}

const saidIn = (stderr: string) => stderr.split('\n').filter((line) => line.includes('Ohmbrush'));

/** The kernels chosen by the engine of this tree, or of another; they are tested before use. */
const open = (env: NodeJS.ProcessEnv, tree = ROOT) => kernels.attempt(() => openKernels(env, tree));

function openKernels(env: NodeJS.ProcessEnv, tree: string): Outcome {
  const { status, stdout, stderr } = spawnSync(process.execPath, [join(import.meta.dirname, 'open-kernels.ts'), tree], {
    encoding: 'utf8',
    env: cliEnvironment(env),
  });
  expect(status, stderr).toBe(0);
  const { backend, wrong } = JSON.parse(stdout);
  expect(wrong).toBeNull();
  return { backend, said: saidIn(stderr) };
}

/** Paints from the command line of this tree, or of another. */
const paint = (env: NodeJS.ProcessEnv, args: string[] = [], tree = ROOT) =>
  kernels.attempt(() => generate(env, args, tree));

async function generate(env: NodeJS.ProcessEnv, args: string[], tree: string): Promise<Outcome & { pixels: Buffer }> {
  const out = join(mkdtempSync(join(folder, 'run-')), 'a.png');
  const command = ['generate', 'a red apple', '--model', fixture('networks/model'), '--steps', '1', '--seed', '7'];
  const { status, stdout, stderr } = runCli([...command, '--out', out, '--json', ...args], {
    cwd: folder,
    env: { XDG_CACHE_HOME: join(folder, 'cache'), ...env },
    bin: join(tree, 'bin/ohmbrush.mjs'),
  });
  expect(stderr).not.toMatch(/bug|\n {4}at /);
  expect(status, stderr).toBe(0);
  return { backend: JSON.parse(stdout).backend, pixels: await sharp(out).raw().toBuffer(), said: saidIn(stderr) };
}

function expectOneLine({ said }: Outcome, ...parts: (string | RegExp)[]): void {
  expect(said).toHaveLength(1);
  for (const part of parts) expect(said[0]).toMatch(part);
}

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'ohmbrush-native-'));
  const reference = await generate({ OHMBRUSH_ADDON: join(folder, 'none') }, ['--backend', 'reference'], ROOT);
  expect(reference).toMatchObject({ backend: 'reference', said: [] });
  exact = reference.pixels;
});
afterAll(() => rmSync(folder, { recursive: true }));

/** A file with this content, or whatever `make` makes at its path. */
function addon(make: Buffer | string | ((path: string) => void)): string {
  const path = join(mkdtempSync(join(folder, 'addon-')), 'ohmbrush.node');
  if (typeof make === 'function') make(path);
  else writeFileSync(path, make);
  return path;
}

function compiler(): string | null {
  for (const command of ['cc', 'clang', 'gcc']) {
    try {
      execFileSync(command, ['--version'], { stdio: 'ignore' });
      return command;
    } catch {
      // Not available here: try the next.
    }
  }
  return null;
}

const cc = process.platform === 'linux' ? compiler() : null;

function compiled(source: string): string {
  return addon((path) => {
    execFileSync(cc!, ['-shared', '-fPIC', '-Wl,-z,now', '-I', HEADERS, '-x', 'c', '-', '-o', path], { input: source });
  });
}

describe('an addon that cannot be used', () => {
  const whole = hasAddon ? readFileSync(ADDON) : Buffer.alloc(0);

  test.skipIf(!hasAddon).each([
    ['halved', () => addon(whole.subarray(0, whole.length / 2)), /SIGBUS|too short|truncated/],
    ['empty', () => addon(''), 'too short'],
    ['a text', () => addon('{"not": "a library"}'.repeat(100)), 'invalid ELF header'],
    ['a folder', () => addon((path) => mkdirSync(path)), 'no library'],
    ['a pipe', () => addon((path) => execFileSync('mkfifo', [path])), 'no library'],
    ['a link to itself', () => addon((path) => symlinkSync(path, path)), 'ELOOP'],
    ['of another machine', () => addon(ofAnotherMachine(whole)), /cannot open|ELF|machine/],
  ])('%s', (_, make, why) => {
    const path = make();
    const opened = open({ OHMBRUSH_ADDON: path });
    expect(opened.backend).toBe('wasm');
    expectOneLine(opened, path, why, 'npm run build:native');
  });

  test.skipIf(cc === null).each([
    ['without the functions', 'int nothing;', /register|no module/],
    [
      'that crashes while it is loaded',
      '__attribute__((constructor)) void f(void) { *(volatile int *)0 = 1; }',
      'SIGSEGV',
    ],
    [
      'that ends the process',
      '#include <stdlib.h>\n__attribute__((constructor)) void f(void) { _Exit(0); }',
      'exit code 0',
    ],
    [
      'that lacks a symbol',
      'void gone(void); __attribute__((constructor)) void f(void) { gone(); }',
      'undefined symbol: gone',
    ],
  ])('%s', (_, source, why) => {
    const opened = open({ OHMBRUSH_ADDON: compiled(source) });
    expect(opened.backend).toBe('wasm');
    expectOneLine(opened, why);
  });

  test.skipIf(cc === null || rounds(0, 1) === 0)('that never ends loading', () => {
    const path = compiled('#include <unistd.h>\n__attribute__((constructor)) void f(void) { for (;;) pause(); }');
    const opened = open({ OHMBRUSH_ADDON: path });
    expect(opened.backend).toBe('wasm');
    expectOneLine(opened, 'ETIMEDOUT');
  });

  /** The real module, except for what the script changes. */
  const scripted = (change: string) => ({
    OHMBRUSH_ADDON: compiled(readFileSync(new URL('./scripted-addon.c', import.meta.url), 'utf8')),
    SCRIPTED_REAL: ADDON,
    SCRIPTED_CHANGE: `(exports) => { const real = { ...exports }; return { ...real, ${change} }; }`,
  });

  test.skipIf(cc === null || !hasAddon).each([
    ['of another version', 'operators: ["matmul"]', 'another version'],
    ['that computes wrong numbers', 'run: (...a) => { real.run(...a); a.at(-1).fill(1); }', 'wrong'],
    [
      'that is wrong in its last digit',
      'run: (...a) => { real.run(...a); new Uint8Array(a.at(-1).buffer)[0] ^= 1; }',
      'wrong',
    ],
    ['that counts wrong', 'run: (...a) => { real.run(...a); a[4][1]++; }', 'wrong'],
    ['that crashes when it runs', 'run: () => process.kill(process.pid, "SIGSEGV")', 'SIGSEGV'],
    ['that cannot start threads', 'open: () => { throw new Error("no more threads") }', 'no more threads'],
    ['that exports nothing', 'operators: undefined', 'no module of kernels'],
  ])('%s', (_, change, why) => {
    const opened = open(scripted(change));
    expect(opened.backend).toBe('wasm');
    expectOneLine(opened, why);
  });

  test.skipIf(cc === null || !hasAddon)('a good one is used, so what stands above is no accident', () => {
    expect(open(scripted(''))).toEqual({ backend: 'native', said: [] });
  });

  test.skipIf(!hasAddon)('costs no picture', async () => {
    const painted = await paint({ OHMBRUSH_ADDON: addon(whole.subarray(0, whole.length / 2)) });
    expect(painted).toMatchObject({ backend: 'wasm', pixels: exact });
    expectOneLine(painted, 'SIGBUS');
  });

  test.skipIf(!hasAddon)('says why when it is asked for by name', () => {
    const env = { OHMBRUSH_ADDON: addon(whole.subarray(0, whole.length / 2)), XDG_CACHE_HOME: join(folder, 'cache') };
    const command = ['generate', 'a', '--model', fixture('networks/model'), '--out', 'b.png', '--backend', 'native'];
    const { status, stderr } = runCli(command, { cwd: folder, env });
    expect(status).toBe(1);
    expect(stderr).toContain('the native backend is not there');
  });

  test.skipIf(!hasAddon)('a good trial is remembered, but not for a file that was damaged since', () => {
    const cache = mkdtempSync(join(folder, 'cache-'));
    const path = addon(whole);
    const env = { OHMBRUSH_ADDON: path, OHMBRUSH_CACHE_FOLDER: cache };
    expect(open(env).backend).toBe('native');
    const remembered = readFileSync(join(cache, 'native-kernels'), 'utf8');
    expect(open(env).backend).toBe('native');
    writeFileSync(path, whole.subarray(0, whole.length / 2));
    expect(open(env).backend).toBe('wasm');
    expect(readFileSync(join(cache, 'native-kernels'), 'utf8')).toBe(remembered);
    // A file written by another program is ignored.
    writeFileSync(join(cache, 'native-kernels'), remembered.replace(/"[0-9a-f]{64}"/, `"${'0'.repeat(64)}"`));
    expect(open(env).backend).toBe('wasm');
  });

  test.skipIf(!hasAddon)('cut or changed anywhere', async () => {
    await fc.assert(
      fc.asyncProperty(fc.double({ min: 0, max: 1, noNaN: true }), fc.boolean(), async (where, cut) => {
        const at = Math.floor(where * (whole.length - 4096));
        const damaged = Buffer.from(cut ? whole.subarray(0, at) : whole);
        if (!cut) damaged.fill(0xcc, at, at + 4096);
        // Damage in code that no kernel reaches may go unnoticed; the picture is correct all the same.
        const { pixels } = await paint({ OHMBRUSH_ADDON: addon(damaged) });
        expect(pixels).toEqual(exact);
      }),
      { numRuns: rounds(2, 60) },
    );
  });

  describe('in the engine', () => {
    const request: PaintRequest = {
      draft: {
        ...DEFAULTS,
        model: { id: 'tiny' },
        prompt: 'a red apple',
        seed: 7,
        steps: 20,
        chip: analogChip(),
        precision: { name: 'none', plan: ownBits },
      },
      modelFolder: fixture('networks/model'),
      threads: 1,
      previews: false,
    };
    let engine: Engine;
    let launched: number;
    afterEach(() => engine.close());

    function start(more: Record<string, string>): void {
      launched = 0;
      engine = startEngine({
        cacheFolder: null,
        launch(entry, env) {
          launched++;
          return forkEngine(entry, { ...more, ...env });
        },
      });
    }

    /** Electron's engine can start no process to try the addon in. */
    const asInElectron = (path: string) => ({
      OHMBRUSH_ADDON: path,
      NODE_OPTIONS: `--import "data:text/javascript,Object.defineProperty(process.versions,'electron',{value:'45'})"`,
    });

    test.skipIf(cc === null || !hasAddon)(
      'that crashes in the middle of a picture: the picture begins anew without it, and so do those after it',
      async () => {
        start(
          scripted(
            'run: (...a) => { real.run(...a); globalThis.calls = (globalThis.calls ?? 0) + 1; if (calls > 500) process.kill(process.pid, "SIGSEGV"); }',
          ),
        );
        const both = await Promise.all([
          engine.paint(request),
          engine.paint({ ...request, draft: { ...request.draft, seed: 8 } }),
        ]);
        expect(both.map(({ backend }) => backend)).toEqual(['wasm', 'wasm']);
        expect((await engine.paint(request)).pixels).toEqual(both[0]!.pixels);
        expect(launched).toBe(2);
      },
    );

    test.skipIf(!hasAddon)('that crashes the engine of Electron: the next one does without', async () => {
      start(asInElectron(addon(whole.subarray(0, whole.length / 2))));
      expect((await engine.paint(request)).backend).toBe('wasm');
      expect(launched).toBe(2);
    });

    test.skipIf(cc === null || !hasAddon)(
      'that holds the engine of Electron: so does the one after a hang',
      async () => {
        const path = compiled('#include <unistd.h>\n__attribute__((constructor)) void f(void) { for (;;) pause(); }');
        start(asInElectron(path));
        const held = engine.paint(request);
        engine.kill();
        await expect(held).rejects.toMatchObject({ code: 'engine-died' });
        expect((await engine.paint(request)).backend).toBe('wasm');
      },
    );

    test.skipIf(!hasAddon)('a good one paints in the engine of Electron', async () => {
      start(asInElectron(ADDON));
      expect((await engine.paint(request)).backend).toBe('native');
      expect(launched).toBe(1);
    });
  });
});

/** The same file with the code of a processor that does not exist. */
function ofAnotherMachine(whole: Buffer): Buffer {
  const other = Buffer.from(whole);
  other.writeUInt16LE(0xfefe, 18);
  return other;
}

describe('WebAssembly that cannot be used', () => {
  const MODULES = ['ohmbrush-relaxed.wasm', 'ohmbrush.wasm'] as const;
  let tree: string;
  beforeAll(() => {
    tree = join(folder, 'tree');
    for (const part of ['src', 'bin', 'scripts', 'package.json']) {
      cpSync(join(ROOT, part), join(tree, part), { recursive: true });
    }
    for (const part of ['node_modules', 'resources']) symlinkSync(join(ROOT, part), join(tree, part));
  });

  /** Replaces modules; undefined takes one away. */
  function put(modules: Partial<Record<(typeof MODULES)[number], Buffer | undefined>>): void {
    for (const file of MODULES) {
      const path = join(tree, 'src/worker/kernels', file);
      const content = file in modules ? modules[file] : readFileSync(join(ROOT, 'src/worker/kernels', file));
      rmSync(path, { force: true, recursive: true });
      if (content) writeFileSync(path, content);
    }
  }

  const withoutAddon = () => ({ OHMBRUSH_ADDON: join(folder, 'none') });
  const good = readFileSync(join(ROOT, 'src/worker/kernels/ohmbrush.wasm'));
  /** A valid module that does nothing. */
  const hollow = Buffer.from([0, 97, 115, 109, 1, 0, 0, 0]);
  /** Probably still valid, but another module. */
  const altered = Buffer.from(good);
  altered[good.length - 3000]! ^= 1;

  test.each<[string, Buffer | undefined]>([
    ['garbage', Buffer.from('garbage'.repeat(1000))],
    ['empty', Buffer.alloc(0)],
    ['halved', good.subarray(0, good.length / 2)],
    ['hollow', hollow],
    ['altered', altered],
    ['gone', undefined],
  ])('%s: the other module paints, then the reference', (_, damaged) => {
    put({ 'ohmbrush-relaxed.wasm': damaged });
    const plain = open(withoutAddon(), tree);
    expect(plain.backend).toBe('wasm');
    expectOneLine(plain, 'ohmbrush-relaxed.wasm');
    put({ 'ohmbrush-relaxed.wasm': damaged, 'ohmbrush.wasm': damaged });
    const slow = open(withoutAddon(), tree);
    expect(slow.backend).toBe('reference');
    expect(slow.said).toHaveLength(2);
  });

  test('costs no picture', async () => {
    const damaged = Buffer.from('garbage');
    put({ 'ohmbrush-relaxed.wasm': damaged, 'ohmbrush.wasm': damaged });
    expect(await paint(withoutAddon(), [], tree)).toMatchObject({ backend: 'reference', pixels: exact });
  });

  test('whole ones are used', () => {
    put({});
    expect(open(withoutAddon(), tree)).toEqual({ backend: 'wasm', said: [] });
  });
});
