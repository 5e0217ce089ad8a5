import { afterEach, expect, test } from 'vitest';
import { type BenchFindings, benchFindingsSchema } from '../../src/shared/bench.ts';
import { growthSection } from '../../src/worker/bench/growth-section.ts';
import { MadeUpLayers } from '../../src/worker/bench/made-up-layers.ts';
import { countMacs } from '../../src/worker/bench/multiply-accumulates.ts';
import { pictureSection } from '../../src/worker/bench/picture-section.ts';
import { profileSection } from '../../src/worker/bench/profile-section.ts';
import { measureStep } from '../../src/worker/bench/sd15-step-section.ts';
import type { Bench } from '../../src/worker/bench/section.ts';
import { unetStepSection } from '../../src/worker/bench/unet-step-section.ts';
import type { KernelPool } from '../../src/worker/kernels/kernels.ts';
import { createKernelPool } from '../../src/worker/kernels/pool.ts';
import { unetConfigSchema } from '../../src/worker/model-files/unet-config.ts';
import { modelSummary } from '../../src/worker/models/model-summary.ts';
import { zeros } from '../../src/worker/tensor/tensor.ts';
import { idealSetup, orderOf } from './order.ts';

const pools: KernelPool[] = [];
afterEach(async () => {
  await Promise.all(pools.splice(0).map((pool) => pool.close()));
});

/** As few repeats as there are. */
async function tinyBench(): Promise<Bench> {
  return {
    order: await orderOf(),
    seconds: 0,
    threads: 2,
    openPool(threads) {
      const pool = createKernelPool({ threads });
      pools.push(pool);
      return pool;
    },
    progress() {},
  };
}

/** What main accepts: names, and times and ratios that are positive and finite. */
function checked<S extends keyof BenchFindings>(section: S, report: BenchFindings[S]): NonNullable<BenchFindings[S]> {
  return benchFindingsSchema.parse({ [section]: report })[section]!;
}

test('a step of the built-in UNet, beside onnxruntime', async () => {
  const bench = await tinyBench();
  // Another chip in its place: to calibrate pcm takes longer than all of this.
  const setups = [...bench.order.setups, { ...(await idealSetup()), id: 'pcm' as const }];
  const { onnxruntime, ...chips } = checked(
    'unetStep',
    await unetStepSection({ ...bench, order: { ...bench.order, setups } }),
  );
  expect(onnxruntime).toMatchObject({ unavailable: null, version: expect.stringMatching(/^1\./) });
  expect(onnxruntime.difference).toBeLessThan(1e-4);
  for (const { ms, oneThreadMs, vsOnnxruntime, oneThreadVsOnnxruntime } of Object.values(chips)) {
    expect(Math.min(ms, oneThreadMs, vsOnnxruntime!, oneThreadVsOnnxruntime!)).toBeGreaterThan(0);
  }
});

test('the profile of a step adds up to the step', async () => {
  const profile = checked('profile', await profileSection(await tinyBench()));
  expect(profile.map(({ chip }) => chip)).toEqual(['exact', 'ideal-8bit']);
  for (const { chip, rows } of profile) {
    // Medians of the parts need not add up to the median of the whole, but nearly.
    const together = rows.reduce((sum, { share }) => sum + share, 0);
    expect(together).toBeGreaterThan(0.5);
    expect(together).toBeLessThan(1.5);
    expect(rows.filter(({ group }) => group === 'other kernels')).toEqual([]);
    const names = rows.map(({ operator }) => operator);
    expect(names).toContain('matmul');
    expect(names.includes('crossbar')).toBe(chip !== 'exact');
  }
});

test('growth: the multiplications of twice the work', async () => {
  const growth = checked('growth', await growthSection(await tinyBench()));
  const [steps, rows, both, channels] = growth.map(({ macRatio }) => macRatio);
  expect(steps).toBeGreaterThan(1.5);
  expect(steps).toBeLessThan(2);
  // The text's products do not grow, self-attention's do with the square.
  expect(rows).toBeGreaterThan(1.9);
  expect(rows).toBeLessThan(2.2);
  expect(both).toBeGreaterThan(3.7);
  expect(both).toBeLessThan(4.8);
  expect(channels).toBeGreaterThan(3);
  expect(channels).toBeLessThan(4);
});

test('a picture on each compiled backend, and the memory of painting it', async () => {
  const picture = checked('picture', await pictureSection(await tinyBench()));
  const { width, height } = modelSummary((await orderOf()).picture.modelFolder);
  expect(picture).toMatchObject({ width, height, steps: 1 });
  expect(picture.wasm?.seconds).toBeGreaterThan(0);
  expect(picture.rssBytes).toBeGreaterThan(20e6);
});

test('a network with random weights', async () => {
  const config = unetConfigSchema.parse({
    _class_name: 'UNet2DConditionModel',
    block_out_channels: [32, 64],
    down_block_types: ['CrossAttnDownBlock2D', 'DownBlock2D'],
    up_block_types: ['UpBlock2D', 'CrossAttnUpBlock2D'],
    cross_attention_dim: 16,
    attention_head_dim: 4,
  });
  const report = await measureStep(await tinyBench(), { config, latents: [1, 8, 8, 4], context: [1, 7, 16] });
  checked('sd15Step', report);
  expect(report.weights).toBeGreaterThan(1e5);
  expect(report.layerGmac).toBeGreaterThan(report.attentionGmac);
});

test('made-up weights keep the size of what they multiply', () => {
  const layers = new MadeUpLayers();
  const { weight } = layers.linear('wide', 4096, 8);
  const variance = weight.reduce((sum, value) => sum + value * value, 0) / weight.length;
  expect(variance * 4096).toBeCloseTo(1, 1);
  expect(layers.weights).toBe(4096 * 8);
});

test('multiply-accumulates are counted as rows x inputs x outputs', () => {
  const pool = createKernelPool({ backend: 'reference', threads: 1 });
  const layer = new MadeUpLayers().linear('small', 6, 5);
  expect(countMacs(pool, ({ engine }) => engine.apply(layer, zeros([2, 3, 6])))).toBe(2 * 3 * 6 * 5);
});
