import type { Sd15StepReport } from '../../shared/bench.ts';
import { measurePeak } from '../kernels/peak.ts';
import { type UNetConfig, unetConfigSchema } from '../model-files/unet-config.ts';
import { UNet } from '../networks/unet.ts';
import { seedNoise } from '../samplers/seed-noise.ts';
import { median } from './alternate.ts';
import { MadeUpLayers } from './made-up-layers.ts';
import { countInto, type MultiplyAccumulates } from './multiply-accumulates.ts';
import { observedPool } from './observed-pool.ts';
import { MIDDLE, onChip } from './on-chip.ts';
import { heldBytes, peakBytes } from './process-memory.ts';
import type { Bench, Section } from './section.ts';

/** A network and the sizes of what it is asked, [batch, height, width, channels] and [batch, words, channels]. */
export interface NetworkShape {
  readonly config: UNetConfig;
  readonly latents: readonly number[];
  readonly context: readonly number[];
}

const SD15: NetworkShape = {
  // Its unet/config.json (Rombach et al. 2022), as far as it differs from diffusers' defaults.
  config: unetConfigSchema.parse({ _class_name: 'UNet2DConditionModel', sample_size: 64, cross_attention_dim: 768 }),
  latents: [1, 64, 64, 4],
  // Tokens of CLIP's text encoder.
  context: [1, 77, 768],
};

const LEAST_STEPS = 2;

/** One step, without guidance, of a UNet of Stable Diffusion 1.5's shape: 512 x 512 pixels. */
export const sd15StepSection: Section<Sd15StepReport> = (bench) => measureStep(bench, SD15);

/**
 * One step of a UNet with random weights. Every trained product but first and last convolution and time embedding is
 * int8 without loss, as on the ideal chip.
 */
export async function measureStep(
  { order, threads, seconds, openPool, progress }: Bench,
  { config, latents, context }: NetworkShape,
): Promise<Sd15StepReport> {
  const ideal = order.setups.find(({ id }) => id === 'ideal-8bit');
  if (!ideal) throw new RangeError('no setup for the ideal chip');
  const startBytes = heldBytes();
  const total: MultiplyAccumulates = { layers: 0, attention: 0 };
  const pool = observedPool(openPool(threads), countInto(total));
  const layers = new MadeUpLayers();
  const unet = new UNet(config, layers);
  const compute = onChip(pool, { ...ideal, precision: { name: 'balanced', plan: { default: {}, overrides: [] } } });
  const loadStart = performance.now();
  for (const [i, layer] of layers.layers.entries()) {
    if (i % 20 === 0) progress(`Stable Diffusion's shape: programming layer ${i + 1} of ${layers.layers.length}`);
    compute.program(layer);
  }
  layers.forgetWeight();
  const loadSeconds = (performance.now() - loadStart) / 1000;

  progress("Stable Diffusion's shape: one step");
  const input = {
    latents: seedNoise(0, 0, latents),
    context: seedNoise(0, 1, context),
    timestep: MIDDLE.timestep,
    pooled: null,
  };
  unet.predict(compute, input);
  const { layers: layerMacs, attention: attentionMacs } = total;
  const times: number[] = [];
  const peaks: number[] = [];
  const end = performance.now() + 1000 * seconds;
  while (times.length < LEAST_STEPS || performance.now() < end) {
    const peak = measurePeak('int8');
    if (peak !== null) peaks.push(peak);
    const start = performance.now();
    unet.predict(compute, input);
    times.push((performance.now() - start) / 1000);
  }
  const step = median(times);
  const rate = (layerMacs + attentionMacs) / step;
  return {
    gmacs: rate / 1e9,
    shareOfPeak: peaks.length > 0 ? rate / (threads * median(peaks)) : null,
    seconds: step,
    threads,
    layerGmac: layerMacs / 1e9,
    attentionGmac: attentionMacs / 1e9,
    weights: layers.weights,
    peakBytes: peakBytes(),
    startBytes,
    peakOverWeightsAndActivations: peakBytes() / (layers.weights + pool.arena.peakBytes),
    activationBytes: pool.arena.peakBytes,
    loadSeconds,
  };
}
