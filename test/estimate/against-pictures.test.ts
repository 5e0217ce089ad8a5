import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { loadChip } from '../../src/main/chips/chips.ts';
import { loadPrecision } from '../../src/main/chips/precision.ts';
import { type Engine, startEngine } from '../../src/main/engine/engine-client.ts';
import type { PrecisionPlan } from '../../src/shared/chip/precision-plan.ts';
import type { JobDraft } from '../../src/shared/recipe/draft.ts';
import { modelSummary } from '../../src/worker/models/model-summary.ts';
import { fixture } from '../golden/read-golden.ts';
import { draft } from './drafts.ts';

const folders: Record<string, string> = {
  sticker: join(import.meta.dirname, '../../resources/models/sticker'),
  tiny: fixture('networks/model'),
};

let engine: Engine;
let cacheFolder: string;
beforeAll(async () => {
  cacheFolder = await mkdtemp(join(tmpdir(), 'ohmbrush-estimates-'));
  engine = startEngine({ cacheFolder });
});
afterAll(async () => {
  await engine.close();
  await rm(cacheFolder, { recursive: true });
});

/** Joules of the picture and of its estimate. */
async function both(asked: JobDraft) {
  const modelId = asked.model.id;
  const modelFolder = folders[modelId]!;
  const [estimate] = await engine.estimate({ modelId, modelFolder, drafts: [asked] });
  const { energy } = await engine.paint({ draft: asked, modelFolder, threads: 2, previews: false });
  return { energy, estimate: estimate! };
}

/**
 * Everything is counted but the current through the cells, so that is where the tolerance goes; `low` has more of it.
 */
async function expectClose(asked: JobDraft, tolerance: number) {
  const { energy, estimate } = await both(asked);
  const off = (value: number, measured: number) => Math.abs(value / measured - 1);
  expect(off(estimate.joules, energy.joules), `${estimate.joules} J for ${energy.joules} J`).toBeLessThan(tolerance);
  expect(off(estimate.low, energy.uncertainty.low)).toBeLessThan(2 * tolerance);
  expect(off(estimate.high, energy.uncertainty.high)).toBeLessThan(tolerance);
  expect(estimate.low).toBeLessThan(estimate.joules);
  expect(estimate.high).toBeGreaterThan(estimate.joules);
}

/** A draft for the built-in model, of its own size. */
function stickerDraft(parts: Pick<JobDraft, 'chip' | 'precision'> & Partial<JobDraft>): JobDraft {
  const { width, height } = modelSummary(folders.sticker!);
  return draft({ model: { id: 'sticker' }, width, height, ...parts });
}

describe('the built-in model', () => {
  // docs/results/energy-estimates.md has the errors of all pairs; those that want a calibration take seconds each.
  test.each([
    ['exact', 'balanced'],
    ['ideal-8bit', 'exact'],
    ['ideal-8bit', 'balanced'],
    ['ideal-8bit', 'frugal'],
    ['pcm', 'balanced'],
    ['sram-analog', 'frugal'],
    ['sram-digital', 'exact'],
    ['sram-digital', 'balanced'],
    ['sram-digital', 'frugal'],
  ])('%s, %s: eight steps cost what was estimated, to a hundredth', async (chip, precision) => {
    await expectClose(stickerDraft({ chip: await loadChip(chip), precision: await loadPrecision(precision) }), 0.01);
  });

  const plan: PrecisionPlan = {
    default: {},
    overrides: [
      { steps: [0, 0.4], digital: true },
      { layers: 'unet.mid_block.**', steps: [0.3, 0.7], adcBits: 5, inputBits: 4 },
    ],
  };
  test.each<[string, Partial<JobDraft>]>([
    ['one step', { steps: 1 }],
    ['thirteen steps', { steps: 13 }],
    ['no guidance', { guidance: 1 }],
    ['a wide picture', { width: 192, height: 64 }],
    ['a plan that changes with the steps', { steps: 7, precision: { name: 'mine', plan } }],
    ['layers beside the chip', { precision: { name: 'mine', plan: { default: { digital: true }, overrides: [] } } }],
  ])('%s: what was estimated, to a thousandth on a chip whose arrays draw little', async (_, parts) => {
    const chip = await loadChip('ideal-8bit');
    const precision = await loadPrecision('balanced');
    await expectClose(stickerDraft({ chip, precision, ...parts }), 0.001);
  });
});

test('a chip whose arrays draw nearly all of the energy: a sixth', async () => {
  const chip = await loadChip('ideal-8bit');
  if (chip.kind !== 'analog') return expect.unreachable();
  const thirsty = { ...chip, circuit: { ...chip.circuit, readVoltage: 2, readPulse: 1e-4, leakage: 0 } };
  const asked = stickerDraft({ chip: thirsty, precision: await loadPrecision('exact') });
  const { energy, estimate } = await both(asked);
  expect(energy.components.array / energy.joules).toBeGreaterThan(0.8);
  // How hard this model's activations drive the rows is assumed, see docs/energy-model.md.
  expect(Math.abs(estimate.joules / energy.joules - 1)).toBeLessThan(1 / 6);
});

describe('a model of random weights', () => {
  test.each(
    ['pcm', 'reram', 'sram-analog'].flatMap((chip) =>
      ['exact', 'balanced', 'frugal'].map((plan) => [chip, plan] as const),
    ),
  )('%s, %s: what was estimated, to three hundredths', async (chip, plan) => {
    const [width, height] = [16, 32];
    const asked = { model: { id: 'tiny' }, chip: await loadChip(chip), precision: await loadPrecision(plan) };
    await expectClose(draft({ ...asked, width, height }), 0.03);
  });
});
