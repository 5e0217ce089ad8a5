import { spawn } from 'node:child_process';
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { readRecipe } from '../../src/main/files/png-recipe.ts';
import { energyReportSchema } from '../../src/shared/energy/energy-report.ts';
import { decode, readOrNull } from '../../src/shared/formats/format.ts';
import { RECIPE } from '../../src/shared/formats/recipe.ts';
import { BIN, type CliRun, cliEnvironment, runCli } from './run-cli.ts';

/** A whole model of random weights, made by diffusers (test/golden/make_networks.py): paints 16 x 16 in a moment. */
const TINY = join(import.meta.dirname, '../golden/fixtures/networks/model');
/** A variant of it, made by PEFT (test/golden/make_low_rank.py): 4 steps, guidance 1. */
const VARIANT = join(import.meta.dirname, '../golden/fixtures/networks/variant');

let home: string;
let folder: string;
let env: NodeJS.ProcessEnv;
beforeAll(() => {
  home = mkdtempSync(join(tmpdir(), 'ohmbrush-painting-'));
  env = { XDG_CACHE_HOME: join(home, 'cache'), OHMBRUSH_MODELS: join(home, 'models') };
  cpSync(TINY, join(home, 'models', 'tiny'), { recursive: true });
  cpSync(TINY, join(home, 'models', 'model'), { recursive: true });
  cpSync(VARIANT, join(home, 'models', 'variant'), { recursive: true });
});
afterAll(() => rmSync(home, { recursive: true }));
beforeEach(() => {
  folder = mkdtempSync(join(home, 'run-'));
});

function run(...args: string[]): CliRun {
  return runCli(args, { cwd: folder, env });
}

function paint(...args: string[]): CliRun {
  return run('generate', 'a red apple', '--model', 'tiny', '--steps', '2', ...args);
}

const file = (name: string) => readFileSync(join(folder, name));
const kept = (json: unknown) => readOrNull(decode(RECIPE, json));
const recipeIn = (name: string) => readRecipe(file(name), name);

describe('generate', () => {
  test('writes a picture with its recipe, and says in JSON how it came about', async () => {
    const { status, stdout } = paint('--seed', '7', '--negative', 'blue', '--age', '3600', '--out', 'a.png', '--json');
    expect(status).toBe(0);
    const document = JSON.parse(stdout);
    expect(document.images).toEqual([join(folder, 'a.png')]);
    expect(document).toMatchObject({
      threads: expect.any(Number),
      seconds: expect.any(Number),
      backend: expect.any(String),
    });
    expect(document.recipe.version).toBe(1);
    expect(kept(document.recipe)).toMatchObject({
      model: { id: 'tiny' },
      prompt: 'a red apple',
      negativePrompt: 'blue',
      seed: 7,
      steps: 2,
      chip: { id: 'pcm' },
      chipSeed: 0,
      age: 3600,
      precision: { name: 'balanced' },
    });
    const energy = energyReportSchema.parse(document.energy);
    expect(energy.joules).toBeGreaterThan(0);
    expect(Object.keys(energy.baselines)).not.toEqual([]);

    expect(recipeIn('a.png')).toEqual(kept(document.recipe));
    expect(await sharp(file('a.png')).metadata()).toMatchObject({ width: 16, height: 16, channels: 4 });
    expect(readdirSync(folder)).toEqual(['a.png']);
  });

  test('paints it again from its file: the same bytes, with other threads and another backend', () => {
    expect(paint('--out', 'a.png').status).toBe(0);
    const again = run('generate', '--from', 'a.png', '--threads', '1', '--backend', 'reference', '--out', 'b.png');
    expect(again).toMatchObject({ status: 0 });
    expect(file('b.png').equals(file('a.png'))).toBe(true);
  });

  test('--count paints one picture a seed, the same as each seed alone', () => {
    const { status, stdout } = paint(
      '--seed',
      '4294967295',
      '--count',
      '2',
      '--chip',
      'exact',
      '--out',
      'a.png',
      '--json',
    );
    expect(status).toBe(0);
    const { images, pictures } = JSON.parse(stdout);
    expect(images).toEqual([join(folder, 'a-1.png'), join(folder, 'a-2.png')]);
    expect(pictures.map((picture: { recipe: { seed: number } }) => picture.recipe.seed)).toEqual([4294967295, 0]);
    expect(recipeIn('a-2.png').seed).toBe(0);
    expect(paint('--seed', '0', '--chip', 'exact', '--out', 'alone.png').status).toBe(0);
    expect(file('alone.png').equals(file('a-2.png'))).toBe(true);
    expect(file('a-1.png').equals(file('a-2.png'))).toBe(false);
  });

  test('without --out it names the file, overwrites nothing, and tells a person what it cost', async () => {
    writeFileSync(join(folder, 'a-red-apple-7.png'), 'mine');
    const { status, stdout } = paint('--seed', '7', '--precision', 'exact', '--size', '24x16', '--scale', '2');
    expect(status).toBe(0);
    expect(stdout.split('\n')[0]).toBe('a-red-apple-7-2.png');
    expect(stdout).toMatch(/seed 7\b/);
    expect(stdout).toMatch(/energy {3}\S+ [pnµm]?J/);
    expect(file('a-red-apple-7.png').toString()).toBe('mine');
    // `exact` is a precision and a chip; the picture says so.
    expect(recipeIn('a-red-apple-7-2.png')).toMatchObject({
      chip: { id: 'exact' },
      precision: { name: 'exact' },
      width: 24,
    });
    expect(await sharp(file('a-red-apple-7-2.png')).metadata()).toMatchObject({ width: 48, height: 32 });
  });
});

describe('a variant of a model', () => {
  test('is listed with its base', () => {
    const { status, stdout } = run('models');
    expect(status).toBe(0);
    const line = stdout.split('\n').find((text) => text.startsWith('variant '));
    expect(line).toContain('4 steps of euler, guidance 1, variant of model');
  });

  test('paints as its maker recommends, another picture than its base, and again from its picture', () => {
    for (const [model, out] of [
      ['variant', 'variant.png'],
      ['model', 'base.png'],
    ] as const) {
      const options = ['--model', model, '--seed', '7', '--chip', 'exact', '--out', out];
      expect(run('generate', 'a red apple', ...options).status).toBe(0);
    }
    expect(recipeIn('variant.png')).toMatchObject({ model: { id: 'variant' }, steps: 4, guidance: 1 });
    expect(recipeIn('variant.png').model.hash).not.toBe(recipeIn('base.png').model.hash);
    expect(run('generate', '--from', 'variant.png', '--out', 'again.png').status).toBe(0);
    expect(file('again.png')).toEqual(file('variant.png'));
  });
});

describe('what the engine refuses is one line, exit code 1, and no file', () => {
  function expectRefusal({ status, stdout, stderr }: CliRun, says: string, left: string[] = []): void {
    expect({ status, stdout }).toEqual({ status: 1, stdout: '' });
    expect(stderr.split('\n').filter((line) => line.startsWith('ohmbrush:'))).toHaveLength(1);
    expect(stderr).toContain(says);
    expect(stderr).not.toMatch(/^\s+at /m);
    expect(readdirSync(folder).sort()).toEqual(left);
  }

  test('a size the model cannot paint', () => {
    expectRefusal(paint('--size', '13x16', '--out', 'a.png'), 'multiples of');
  });

  test('a truncated weights file', () => {
    const broken = join(home, 'models', 'broken');
    cpSync(TINY, broken, { recursive: true });
    truncateSync(join(broken, 'unet', 'diffusion_pytorch_model.safetensors'), 5000);
    expectRefusal(run('generate', 'x', '--model', 'broken', '--out', 'a.png'), 'diffusion_pytorch_model.safetensors');
    // The list still shows the others.
    const { status, stdout } = run('models', '--json');
    expect(status).toBe(0);
    const { models } = JSON.parse(stdout) as { models: { id: string; summary?: object; error?: string }[] };
    expect(models.find(({ id }) => id === 'tiny')).toMatchObject({
      builtIn: false,
      summary: { width: 16, imageChannels: 4 },
    });
    expect(models.find(({ id }) => id === 'broken')?.error).toContain('safetensors');
    rmSync(broken, { recursive: true });
  });

  test('a repaint with other weights', () => {
    expect(paint('--chip', 'exact', '--out', 'a.png').status).toBe(0);
    const other = join(home, 'other');
    cpSync(TINY, other, { recursive: true });
    const weights = join(other, 'unet', 'diffusion_pytorch_model.safetensors');
    const bytes = readFileSync(weights);
    bytes[bytes.length - 3]! ^= 1;
    writeFileSync(weights, bytes);
    expectRefusal(run('generate', '--from', 'a.png', '--model', other, '--out', 'b.png'), 'weights differ', ['a.png']);
  });
});

describe.skipIf(process.platform === 'win32')('a signal mid-run', () => {
  test.each(['SIGINT', 'SIGTERM'] as const)(
    '%s ends it within a step, leaves the old file and no other',
    async (signal) => {
      writeFileSync(join(folder, 'a.png'), 'old');
      const child = spawn(
        process.execPath,
        [
          BIN,
          'generate',
          'x',
          '--model',
          'tiny',
          '--chip',
          'exact',
          '--steps',
          '200',
          '--size',
          '256x256',
          '--out',
          'a.png',
          '--json',
        ],
        { cwd: folder, env: cliEnvironment(env) },
      );
      let stderr = '';
      let stdout = '';
      child.stdout.on('data', (chunk) => {
        stdout += chunk;
      });
      child.stderr.on('data', (chunk) => {
        const wasPainting = stderr.includes('painting');
        stderr += chunk;
        if (!wasPainting && stderr.includes('painting')) child.kill(signal);
      });
      // 'close' waits until every process that holds the pipes has ended, so the engine has ended, too.
      const status = await new Promise((resolve) => child.on('close', resolve));
      expect(status).toBe(1);
      expect(stderr).toMatch(/\nohmbrush: the run was cancelled\. .+\n$/);
      expect(stderr).not.toContain('step 200/200');
      expect(JSON.parse(stdout)).toMatchObject({ error: { code: 'cancelled' } });
      expect(file('a.png').toString()).toBe('old');
      expect(readdirSync(folder)).toEqual(['a.png']);
    },
  );
});

test('compare paints every chip at every precision once, the exact picture first, and draws a sheet', async () => {
  const args = [
    '--chips',
    'pcm,exact',
    '--precisions',
    'balanced,exact',
    '--steps',
    '2',
    '--seed',
    '7',
    '--out',
    's.png',
    '--json',
  ];
  const { status, stdout } = run('compare', 'a red apple', '--model', 'tiny', ...args);
  expect(status).toBe(0);
  const { images, pictures } = JSON.parse(stdout);
  expect(images).toEqual([join(folder, 's.png')]);
  expect(pictures).toMatchObject([
    { chip: 'exact', precision: 'exact', fidelity: null, recipe: { seed: 7 } },
    {
      chip: 'pcm',
      precision: 'balanced',
      recipe: { seed: 7 },
      joules: expect.any(Number),
      seconds: expect.any(Number),
      fidelity: {
        psnr: expect.any(Number),
        ssim: expect.any(Number),
        msSsim: expect.any(Number),
        haarPsi: expect.any(Number),
        flip: expect.any(Number),
      },
    },
  ]);
  expect(pictures).toHaveLength(2);
  expect((await sharp(file('s.png')).metadata()).format).toBe('png');
});
