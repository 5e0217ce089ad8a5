import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { fakeModel } from '../models/fake-model.ts';
import { BIN, type CliRun, cliEnvironment, runCli } from './run-cli.ts';

let folder: string;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'ohmbrush-cli-'));
  fakeModel(join(folder, 'models', 'fake'));
  mkdirSync(join(folder, 'folder.png'));
  writeFileSync(join(folder, 'no-chip.json'), '{"kind":"analog","id":"bad"}');
  writeFileSync(join(folder, 'no-json.json'), '{');
  writeFileSync(join(folder, 'text.png'), 'not a picture');
  await sharp({ create: { width: 8, height: 8, channels: 3, background: 'red' } }).toFile(join(folder, 'plain.png'));
});
afterAll(() => rmSync(folder, { recursive: true }));

/** Away from where the tests run, with one model that has to be found and not to be opened. */
function run(...args: string[]): CliRun {
  return runCli(args, { cwd: folder, env: { OHMBRUSH_MODELS: join(folder, 'models') } });
}

function expectOneLine(stderr: string, says: string): void {
  expect(stderr).toMatch(/^ohmbrush: .+\.\n$/);
  expect(stderr).toContain(says);
}

describe('help', () => {
  test.each(['generate', 'compare', 'chips', 'chips show', 'models', 'bench', ''])('%s --help', (name) => {
    const command = name.split(' ').filter((word) => word !== '');
    const { status, stdout, stderr } = run(...command, '--help');
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect(stdout).toContain(`Usage: ${['ohmbrush', ...command].join(' ')}`);
  });

  test('no command is bad usage and shows what there is', () => {
    const { status, stdout, stderr } = run();
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
    expect(stderr).toContain('Usage: ohmbrush');
  });
});

describe('bad usage: one line that says what to do, exit code 2', () => {
  test.each<[string[], string]>([
    [['genrate', 'x'], 'Did you mean generate'],
    [['generate', 'x', '--step', '5'], 'Did you mean --steps'],
    [['generate', 'x', '--sampler', 'eular'], 'Did you mean euler'],
    [['generate', 'x', '--sampler', 'plms'], 'ddim, euler, euler-ancestral, dpmpp-2m'],
    [['generate', 'x', '--backend', 'cuda'], 'reference, wasm, native'],
    [['generate', 'x', '--precision', 'frugl'], "did you mean 'frugal'"],
    [['generate', 'a', 'red', 'apple'], 'quotation marks'],
    [['generate'], 'there is no prompt'],
    [['generate', 'x', '--chip'], 'argument missing'],
    [['generate', 'x', '--steps', '0'], 'from 1 to 200'],
    [['generate', 'x', '--steps', 'many'], 'from 1 to 200'],
    [['generate', 'x', '--steps', '2.5'], 'a whole number'],
    [['generate', 'x', '--steps', ''], 'from 1 to 200'],
    [['generate', 'x', '--guidance', '31'], 'from 0 to 30'],
    [['generate', 'x', '--seed', '-1'], 'from 0 to 4294967295'],
    [['generate', 'x', '--seed', '4294967296'], 'from 0 to 4294967295'],
    [['generate', 'x', '--age', '-5'], 'from 0 to'],
    [['generate', 'x', '--size', '256'], 'such as 256x256'],
    [['generate', 'x', '--size', '4x4'], 'from 8 to 2048'],
    [['generate', 'x', '--threads', '0'], 'from 1 to 256'],
    [['generate', 'x', '--count', '0'], 'from 1 to 1000'],
    [['generate', 'x', '--scale', '9'], 'from 1 to 8'],
    [['generate', 'x', '--out', 'a.jpg'], 'has to end in .png'],
    [['generate', 'x'.repeat(2001)], '2000 is the most'],
    [['generate', 'x', '--from', 'plain.png'], 'already says a prompt'],
    [['generate', '--from', 'plain.png', '--steps', '3', '--seed', '1'], '--steps, --seed'],
    [['compare', 'x'], '--chips'],
    [['compare', 'x', '--chips', 'pcm,,reram'], 'separated by commas'],
    [['chips', 'list'], 'too many arguments'],
    [['chips', 'show'], 'missing required argument'],
  ])('%j', (args, says) => {
    const { status, stdout, stderr } = run(...args);
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
    expectOneLine(stderr, says);
  });
});

describe('what cannot be done: one line that says why, exit code 1', () => {
  test.each<[string[], string]>([
    [['generate', 'x', '--chip', 'pmc'], "did you mean 'pcm'"],
    [['generate', 'x', '--chip', 'no-json.json'], 'not JSON'],
    [['generate', 'x', '--chip', 'no-chip.json'], 'no-chip.json'],
    [['generate', 'x', '--chip', 'none.json'], 'no file none.json'],
    [['generate', 'x', '--precision', 'none.json'], 'no file none.json'],
    [['generate', 'x', '--model', 'nope'], "no model 'nope'"],
    [['generate', 'x', '--model', './nope'], 'no folder ./nope'],
    [['generate', 'x', '--model', 'folder.png'], 'model_index.json'],
    [['generate', 'x', '--model', 'old.ckpt'], 'pickle'],
    [['generate', 'x', '--model', 'fake', '--out', 'none/a.png'], 'folder does not exist'],
    [['generate', 'x', '--model', 'fake', '--out', 'folder.png'], 'is a folder'],
    [['generate', '--from', 'none.png'], 'no file none.png'],
    [['generate', '--from', 'text.png'], 'not a PNG'],
    [['generate', '--from', 'plain.png'], 'no recipe'],
    [['compare', 'x', '--chips', 'pcm,nope'], "no chip 'nope'"],
    [['chips', 'show', 'nope'], "no chip 'nope'"],
  ])('%j', (args, says) => {
    const { status, stdout, stderr } = run(...args);
    expect({ status, stdout }).toEqual({ status: 1, stdout: '' });
    expectOneLine(stderr, says);
  });

  test('the user folder of models is wrong', () => {
    const { status, stderr } = runCli(['models'], { env: { OHMBRUSH_MODELS: join(folder, 'none') } });
    expect(status).toBe(1);
    expectOneLine(stderr, 'OHMBRUSH_MODELS');
  });

  test('and nothing was left behind', () => {
    const expected = ['folder.png', 'models', 'no-chip.json', 'no-json.json', 'plain.png', 'text.png'];
    expect(readdirSync(folder).sort()).toEqual(expected);
  });
});

describe('--json', () => {
  test.each<[string[], number, string]>([
    [['generate', 'x', '--steps', '999', '--json'], 2, 'usage'],
    [['generate', 'x', '--chip', 'nope', '--json'], 1, 'not-found'],
    [['chips', 'show', 'no-chip.json', '--json'], 1, 'bad-chip'],
  ])('%j: the error is the document', (args, status, code) => {
    const ran = run(...args);
    expect(ran.status).toBe(status);
    expect(JSON.parse(ran.stdout)).toEqual({ error: { code, message: expect.any(String), todo: expect.any(String) } });
    expect(ran.stderr).toMatch(/^ohmbrush: .+\n$/);
  });

  test('chips', () => {
    const { status, stdout, stderr } = run('chips', '--json');
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    const { chips } = JSON.parse(stdout) as { chips: { id: string }[] };
    expect(chips.map((chip) => chip.id)).toContain('pcm');
    expect(JSON.parse(run('chips', 'show', 'pcm', '--json').stdout).chip).toEqual(
      chips.find((chip) => chip.id === 'pcm'),
    );
  });
});

describe('chips', () => {
  test('the list names every chip on a line', () => {
    const { stdout } = run('chips');
    for (const id of ['exact', 'ideal-8bit', 'pcm', 'reram', 'sram-analog', 'sram-digital']) {
      expect(stdout).toMatch(new RegExp(`^${id} `, 'm'));
    }
  });

  test.each(['pcm', 'sram-digital', 'exact'])('show %s explains every field that has a value', (id) => {
    const { chip } = JSON.parse(run('chips', 'show', id, '--json').stdout) as { chip: Record<string, unknown> };
    const { stdout } = run('chips', 'show', id);
    const check = (value: object, prefix: string) => {
      for (const [key, entry] of Object.entries(value)) {
        const path = `${prefix}${key}`;
        if (entry !== null && typeof entry === 'object' && !Array.isArray(entry)) check(entry, `${path}.`);
        // Its value, and on the next line what it means.
        else expect(stdout).toMatch(new RegExp(`^${path.replaceAll('.', '\\.')} = \\S.*\\n    \\S.+`, 'm'));
      }
    };
    check(chip, '');
  });
});

test('a reader that stops early is no failure', async () => {
  const child = spawn(process.execPath, [BIN, 'chips', 'show', 'pcm'], { env: cliEnvironment() });
  child.stdout.destroy();
  let stderr = '';
  child.stderr.on('data', (chunk) => {
    stderr += chunk;
  });
  const status = await new Promise((resolve) => child.on('close', resolve));
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
});

test('npm run starts in the folder of the package, and names are meant from where the user is', () => {
  const env = { npm_lifecycle_event: 'ohmbrush', INIT_CWD: folder, OHMBRUSH_MODELS: join(folder, 'models') };
  const elsewhere = join(folder, 'models');
  const { stderr } = runCli(['generate', '--from', 'plain.png'], { cwd: elsewhere, env });
  expect(existsSync(join(elsewhere, 'plain.png'))).toBe(false);
  expectOneLine(stderr, 'no recipe');
});

test('an unexpected error is one line, and its stack is shown on request', () => {
  const sabotage = "process.stdout.write = () => { throw new TypeError('boom') };";
  const env = { NODE_OPTIONS: `--import=data:text/javascript,${encodeURIComponent(sabotage)}` };
  const plain = runCli(['chips'], { env });
  expect(plain.status).toBe(1);
  expectOneLine(plain.stderr, 'boom');
  const debug = runCli(['chips'], { env: { ...env, OHMBRUSH_DEBUG: '1' } });
  expect(debug.status).toBe(1);
  expect(debug.stderr).toMatch(/TypeError: boom\n +at /);
});
