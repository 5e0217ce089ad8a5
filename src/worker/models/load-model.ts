import type { ModelSummary } from '../../shared/engine/engine-protocol.ts';
import { phrase } from '../../shared/refusals.ts';
import { checkMemory } from '../model-files/check-memory.ts';
import { withLowRank } from '../model-files/low-rank.ts';
import type { ModelFolder } from '../model-files/model-folder.ts';
import { SafetensorsFile, type StoredWeights, type WeightsFile } from '../model-files/safetensors.ts';
import { WeightReader } from '../model-files/weight-reader.ts';
import { type Component, findWeights } from '../model-files/weights-file.ts';
import { Autoencoder } from '../networks/autoencoder.ts';
import { TextEncoder } from '../networks/text-encoder.ts';
import { UNet } from '../networks/unet.ts';
import type { ScheduleConfig } from '../samplers/schedule.ts';
import { loadTokenizer, type PromptTokenizer } from '../tokenizer/tokenizer.ts';
import { autoencoderScale, readModelConfig } from './model-config.ts';
import { summarize } from './model-summary.ts';

/**
 * A model in memory, ready to paint:
 *
 *     const ids = [negative, prompt].map((text) => model.tokenizer.encode(text));
 *     const { hidden, pooled } = model.textEncoder.encode(compute, ids);
 *     const sampler = createSampler(recipe.sampler, model.schedule, recipe.steps);
 *     ... model.unet.predict(compute, { latents, timestep, context: hidden, pooled })
 *     const image = model.autoencoder.decode(compute, latents);
 *
 * Latents are [batch, height / latentScale, width / latentScale, latentChannels].
 */
export interface Model {
  readonly tokenizer: PromptTokenizer;
  readonly textEncoder: TextEncoder;
  readonly unet: UNet;
  readonly autoencoder: Autoencoder;
  readonly schedule: ScheduleConfig;
  readonly latentChannels: number;
  /** Image pixels per latent position. */
  readonly latentScale: number;
  /** How much of guidance is kept along the picture itself, 0..1; see guidance.ts. */
  readonly guidanceParallel: number;
  /** The share of the steps after which guidance stops, 0..1; see guidance.ts. */
  readonly guidanceStop: number;
  /** Name, sizes and defaults. */
  readonly summary: ModelSummary;
}

/**
 * Loads a model folder in diffusers' layout, or a variant with its base. Weights become float32 in shared memory.
 *
 * @param view how the networks see a component's weights
 * @throws OhmbrushError 'not-found', 'bad-file' or 'bad-model', naming the file and what is wrong with it
 */
export function loadModel(folder: string, view: (weights: StoredWeights) => WeightsFile = whole): Model {
  const config = readModelConfig(folder);
  const { files, textEncoder, unet, autoencoder, schedule } = config;
  const withWeights = <T>(component: Component, build: (file: WeightsFile) => T): T => {
    const weights = openWeights(files, component);
    try {
      return build(view(weights));
    } finally {
      weights.close();
    }
  };
  return {
    tokenizer: loadTokenizer(files.components.tokenizer, textEncoder),
    textEncoder: withWeights('text_encoder', (file) => new TextEncoder(textEncoder, file)),
    unet: withWeights('unet', (file) => new UNet(unet, new WeightReader(file, 'unet'))),
    autoencoder: withWeights('vae', (file) => new Autoencoder(autoencoder, file)),
    schedule,
    latentChannels: autoencoder.latent_channels,
    latentScale: autoencoderScale(autoencoder),
    guidanceParallel: files.guidanceParallel,
    guidanceStop: files.guidanceStop,
    summary: summarize(config),
  };
}

function whole(weights: StoredWeights): WeightsFile {
  checkMemory(weights.entries.values(), phrase('weights-in', { file: weights.path }));
  return weights;
}

/** @returns to be closed */
function openWeights(files: ModelFolder, component: Component): StoredWeights {
  const weights = new SafetensorsFile(findWeights(files, component));
  if (component !== 'unet' || files.lowRank === null) return weights;
  let changes: SafetensorsFile | null = null;
  try {
    changes = new SafetensorsFile(files.lowRank);
    return withLowRank(weights, changes);
  } catch (error) {
    changes?.close();
    weights.close();
    throw error;
  }
}
