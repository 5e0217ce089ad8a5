import { readFileSync } from 'node:fs';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Engine, startEngine } from '../../src/main/engine/engine-client.ts';
import type { PaintRequest, PaintResult, Pixels, Progress } from '../../src/shared/engine/engine-protocol.ts';
import { OhmbrushError } from '../../src/shared/errors.ts';
import { parseChip } from '../../src/shared/formats/parse-chip.ts';
import type { Draft } from '../../src/shared/recipe/draft.ts';
import { DEFAULTS } from '../../src/shared/recipe/fields.ts';
import { availableBackends } from '../../src/worker/kernels/pool.ts';
import { fixture } from '../golden/read-golden.ts';

const root = new URL('../../', import.meta.url);
const chip = (id: string) =>
  parseChip(JSON.parse(readFileSync(new URL(`resources/chips/${id}.json`, root), 'utf8')), id);

const request: PaintRequest = {
  draft: {
    ...DEFAULTS,
    model: { id: 'tiny' },
    prompt: 'red apple, 3d style',
    negativePrompt: 'house',
    seed: 7,
    steps: 3,
    chip: chip('pcm'),
    chipSeed: 11,
    precision: { name: 'none', plan: { default: {}, overrides: [] } },
  },
  modelFolder: fixture('networks/model'),
  threads: 1,
  previews: false,
};

/** The same request for another draft. */
const asking = (change: Partial<Draft>): PaintRequest => ({ ...request, draft: { ...request.draft, ...change } });

let cacheFolder: string;
let engine: Engine;

beforeAll(async () => {
  cacheFolder = await mkdtemp(join(tmpdir(), 'ohmbrush-cache-'));
  engine = startEngine({ cacheFolder });
});
afterAll(async () => {
  await engine.close();
  await rm(cacheFolder, { recursive: true });
});

const bytes = (result: PaintResult) => Buffer.from(result.pixels.data).toString('hex');

describe('one picture', () => {
  test.each(['exact', 'ideal-8bit', 'sram-digital', 'sram-analog', 'reram', 'pcm'])(
    '%s: pixels, a whole recipe and an energy report that adds up',
    async (id) => {
      const result = await engine.paint(asking({ chip: chip(id) }));
      expect(result.pixels.data).toHaveLength(result.pixels.width * result.pixels.height * result.pixels.channels);
      expect(result.recipe).toMatchObject({ prompt: request.draft.prompt, seed: 7, steps: 3, sampler: 'euler' });
      const { energy } = result;
      expect(energy.steps).toHaveLength(3);
      const sum = (parts: Record<string, number>) => Object.values(parts).reduce((total, part) => total + part, 0);
      expect(sum(energy.components)).toBeCloseTo(energy.joules, 12);
      const phases = sum(energy.setup) + sum(energy.decode) + energy.steps.map(sum).reduce((a, b) => a + b, 0);
      expect(phases / energy.joules).toBeCloseTo(1, 9);
      expect(energy.macs.chip > 0).toBe(id !== 'exact');
      expect(energy.adc.conversions > 0).toBe(!['exact', 'sram-digital'].includes(id));
    },
  );

  test('the same recipe gives the same bits on every backend with any number of threads', async () => {
    const first = await engine.paint({ ...request, backend: 'reference' });
    for (const backend of availableBackends()) {
      for (const threads of [1, 2, 3]) {
        const again = await engine.paint({ ...request, backend, threads });
        expect(again.backend).toBe(backend);
        expect(bytes(again), `${backend}, ${threads} threads`).toBe(bytes(first));
        expect(again.energy.components).toEqual(first.energy.components);
      }
    }
  });

  test('seed, chip seed, age and prompt each change the picture', async () => {
    const base = bytes(await engine.paint(request));
    const changes = [{ seed: 8 }, { chipSeed: 12 }, { age: 1e7 }, { prompt: 'house' }, { negativePrompt: '' }];
    for (const change of changes) {
      expect(bytes(await engine.paint(asking(change))), JSON.stringify(change)).not.toBe(base);
    }
  });

  test('a plan that keeps every layer digital paints the exact picture on any chip', async () => {
    const plan = { default: { digital: true }, overrides: [] };
    const onChip = await engine.paint(asking({ precision: { name: 'exact', plan } }));
    expect(bytes(onChip)).toBe(bytes(await engine.paint(asking({ chip: chip('exact') }))));
    expect(onChip.energy.macs.chip).toBe(0);
  });

  test('progress counts up through the phases, with an ETA and growing joules; previews show each step', async () => {
    const seen: Progress[] = [];
    const previews: [number, Pixels][] = [];
    await engine.paint(
      { ...request, previews: true },
      { onProgress: (progress) => seen.push(progress), onPreview: (step, pixels) => previews.push([step, pixels]) },
    );
    const steps = seen.filter((progress) => progress.phase === 'step');
    expect(steps.map((progress) => progress.done)).toEqual([0, 1, 2, 3]);
    expect(steps[1]!.etaSeconds).toBeGreaterThan(0);
    expect(steps[3]!.etaSeconds).toBe(0);
    for (let i = 1; i < seen.length; i++) expect(seen[i]!.joules).toBeGreaterThanOrEqual(seen[i - 1]!.joules);
    expect(previews.map(([step]) => step)).toEqual([1, 2]);
    expect(previews[0]![1]).toMatchObject({ width: 8, height: 8, channels: 4 });
  });

  test('the calibration is made once and kept in the cache', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'ohmbrush-calibration-'));
    const fresh = startEngine({ cacheFolder: folder });
    try {
      const phases = async () => {
        const seen = new Set<string>();
        const result = await fresh.paint(request, { onProgress: ({ phase }) => seen.add(phase) });
        return { calibrated: seen.has('calibrating'), bytes: bytes(result) };
      };
      const first = await phases();
      const second = await phases();
      expect([first.calibrated, second.calibrated]).toEqual([true, false]);
      expect(second.bytes).toBe(first.bytes);
      const kept = await readdir(folder);
      expect(kept.filter((name) => name.startsWith('calibration-'))).toHaveLength(1);
    } finally {
      await fresh.close();
      await rm(folder, { recursive: true });
    }
  });
});

describe('what goes wrong', () => {
  const failure = (promise: Promise<unknown>) =>
    promise.then(
      () => expect.unreachable('it should have failed'),
      (error: OhmbrushError) => error,
    );

  test('a cancel ends the run within a step, and the next picture is painted as if nothing had been', async () => {
    const whole = bytes(await engine.paint(request));
    const stop = new AbortController();
    let last = 0;
    const running = engine.paint(
      { ...asking({ steps: 150 }), backend: 'reference' },
      {
        signal: stop.signal,
        onProgress({ phase, done }) {
          if (phase !== 'step') return;
          last = done;
          if (done === 2) stop.abort();
        },
      },
    );
    expect((await failure(running))?.code).toBe('cancelled');
    expect(last).toBeLessThan(150);
    expect(bytes(await engine.paint(request))).toBe(whole);
  });

  test('a size that the model cannot do is refused with one that it can', async () => {
    const error = await failure(engine.paint(asking({ width: 33, height: 40 })));
    expect(error).toBeInstanceOf(OhmbrushError);
    expect(error).toMatchObject({ code: 'bad-size', message: expect.stringContaining('33x40') });
    expect(error?.todo).toMatch(/^Use \d+x\d+$/);
  });

  test('other weights than the recipe was painted with are refused', async () => {
    const error = await failure(engine.paint(asking({ model: { id: 'tiny', hash: '0'.repeat(64) } })));
    expect(error).toMatchObject({ code: 'bad-model', message: expect.stringContaining('weights differ') });
  });

  test('an engine that dies fails the running picture, and a new one is started for the next', async () => {
    const own = startEngine({ cacheFolder });
    try {
      const running = own.paint(
        { ...asking({ steps: 150 }), backend: 'reference' },
        {
          onProgress({ phase, done }) {
            if (phase === 'step' && done === 1) killEngine();
          },
        },
      );
      expect((await failure(running))?.code).toBe('engine-died');
      expect((await own.paint(request)).pixels.width).toBeGreaterThan(0);
    } finally {
      await own.close();
    }
  });
});

/** Kills the youngest engine process of this test run. */
function killEngine(): void {
  const children = readFileSync(`/proc/${process.pid}/task/${process.pid}/children`, 'utf8').trim().split(' ');
  const engines = children.filter((pid) => readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes('engine.ts'));
  process.kill(Number(engines[engines.length - 1]), 'SIGKILL');
}
