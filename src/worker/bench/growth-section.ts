import type { BenchSetup, GrowthReport } from '../../shared/bench.ts';
import type { KernelPool } from '../kernels/kernels.ts';
import { unetConfigSchema } from '../model-files/unet-config.ts';
import { UNet, type UNetInput } from '../networks/unet.ts';
import { seedNoise } from '../samplers/seed-noise.ts';
import type { Compute } from '../tensor/compute.ts';
import { alternate, median, medianRatio } from './alternate.ts';
import { type BenchModel, openBenchModel } from './bench-model.ts';
import { MadeUpLayers } from './made-up-layers.ts';
import { countMacs } from './multiply-accumulates.ts';
import { MIDDLE, onChip } from './on-chip.ts';
import { type Painting, startPainting } from './painting.ts';
import { type Bench, type Section, setupOfPicture } from './section.ts';

interface Job {
  run(): unknown;
  readonly macs: number;
}

/** Two jobs, the second larger. */
interface Pair {
  readonly what: string;
  readonly smaller: Job;
  readonly larger: Job;
}

const STEPS = 10;

/** What a network of two levels is asked here; its channels can be doubled without doubling anything else. */
const CHANNELS = [64, 128];
const SIZE = { height: 16, width: 16 };
const WORDS = 24;
const WORD_CHANNELS = 192;

/** How the time grows with the work, on the default chip and all threads. */
export const growthSection: Section<GrowthReport> = async (bench) => {
  const { order, threads, seconds, openPool, progress } = bench;
  const setup = setupOfPicture(order);
  const pool = openPool(threads);
  const benchModel = openBenchModel(order);
  const compute = await benchModel.compute(pool, setup);
  const painting = startPainting();
  try {
    const pairs = [
      moreSteps(bench, benchModel, compute, painting),
      ...largerPictures(benchModel, compute),
      moreChannels(pool, setup),
    ];
    const rows: GrowthReport = [];
    for (const { what, smaller, larger } of pairs) {
      progress(`growth: ${what}`);
      const samples = await alternate({ smaller: smaller.run, larger: larger.run }, seconds / pairs.length);
      rows.push({
        what,
        macRatio: larger.macs / smaller.macs,
        timeRatio: medianRatio(samples.larger, samples.smaller),
        smallerMs: median(samples.smaller),
        largerMs: median(samples.larger),
      });
    }
    return rows;
  } finally {
    await painting.close();
  }
};

function moreSteps({ order, threads }: Bench, benchModel: BenchModel, { kernels }: Compute, painting: Painting): Pair {
  const { unet, autoencoder } = benchModel.model;
  const input = benchModel.guidedInput(kernels, benchModel.latents);
  const [, ...one] = input.latents.shape;
  const latents = seedNoise(0, 0, [1, ...one]);
  const text = countMacs(kernels, (compute) => benchModel.encodePrompts(compute));
  const step = countMacs(kernels, (compute) => unet.predict(compute, input));
  const decode = countMacs(kernels, (compute) => autoencoder.decode(compute, latents));
  const job = (steps: number): Job => ({
    run: () => painting.paint({ ...order.picture, draft: { ...order.picture.draft, steps }, threads }),
    macs: text + steps * step + decode,
  });
  return { what: `2x steps: ${STEPS} and ${2 * STEPS}, whole pictures`, smaller: job(STEPS), larger: job(2 * STEPS) };
}

function largerPictures(benchModel: BenchModel, compute: Compute): Pair[] {
  const { unet, latentScale } = benchModel.model;
  const { height, width } = benchModel.latents;
  const job = (size: BenchModel['latents']) => unetJob(unet, compute, benchModel.guidedInput(compute.kernels, size));
  const pixels = (size: BenchModel['latents']) => `${size.width * latentScale} x ${size.height * latentScale}`;
  const sizes = [
    { what: '2x rows of the picture', size: { height: 2 * height, width } },
    { what: '2x rows and columns', size: { height: 2 * height, width: 2 * width } },
  ];
  const smaller = job({ height, width });
  return sizes.map(({ what, size }) => ({
    what: `${what}: ${pixels({ height, width })} and ${pixels(size)}, one step`,
    smaller,
    larger: job(size),
  }));
}

function moreChannels(pool: KernelPool, setup: BenchSetup): Pair {
  const latents = seedNoise(0, 0, [2, SIZE.height, SIZE.width, 4]);
  const context = seedNoise(0, 1, [2, WORDS, WORD_CHANNELS]);
  const input = { latents, context, timestep: MIDDLE.timestep, pooled: null };
  const job = (channels: readonly number[]) => {
    const config = unetConfigSchema.parse({
      _class_name: 'UNet2DConditionModel',
      block_out_channels: channels,
      down_block_types: ['CrossAttnDownBlock2D', 'CrossAttnDownBlock2D'],
      up_block_types: ['CrossAttnUpBlock2D', 'CrossAttnUpBlock2D'],
      layers_per_block: 1,
      cross_attention_dim: WORD_CHANNELS,
      attention_head_dim: 4,
    });
    return unetJob(new UNet(config, new MadeUpLayers()), onChip(pool, setup), input);
  };
  const double = CHANNELS.map((width) => 2 * width);
  return {
    what: `2x channels: ${CHANNELS.join('/')} and ${double.join('/')}, one step of a UNet with random weights`,
    smaller: job(CHANNELS),
    larger: job(double),
  };
}

function unetJob(unet: UNet, compute: Compute, input: UNetInput): Job {
  return {
    run: () => unet.predict(compute, input),
    macs: countMacs(compute.kernels, (counting) => unet.predict(counting, input)),
  };
}
