import { join } from 'node:path';
import type { ModelSummary } from '../../shared/engine-protocol.ts';
import type { ScheduleConfig } from '../samplers/schedule.ts';
import { Autoencoder } from './autoencoder.ts';
import { autoencoderScale, readModelConfig } from './model-config.ts';
import { summarize } from './model-summary.ts';
import { SafetensorsFile, type WeightsFile } from './safetensors.ts';
import { TextEncoder } from './text-encoder.ts';
import { loadTokenizer, type PromptTokenizer } from './tokenizer.ts';
import { UNet } from './unet.ts';
import { WeightReader } from './weight-reader.ts';
import { type Component, findWeights } from './weights-file.ts';

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
  /** Name, sizes and defaults. */
  readonly summary: ModelSummary;
}

/**
 * Loads a model folder in diffusers' layout. Weights become float32 in shared memory.
 *
 * @param open opens a file of weights
 * @throws OhmbrushError 'not-found', 'bad-file' or 'bad-model', naming the file and what is wrong with it
 */
export function loadModel(
  folder: string,
  open: (path: string) => WeightsFile = (path) => new SafetensorsFile(path),
): Model {
  const config = readModelConfig(folder);
  const { textEncoder, unet, autoencoder, schedule } = config;
  const withWeights = <T>(component: Component, build: (file: WeightsFile) => T): T => {
    const file = open(findWeights(folder, component));
    try {
      return build(file);
    } finally {
      file.close();
    }
  };
  return {
    tokenizer: loadTokenizer(join(folder, 'tokenizer'), textEncoder),
    textEncoder: withWeights('text_encoder', (file) => new TextEncoder(textEncoder, file)),
    unet: withWeights('unet', (file) => new UNet(unet, new WeightReader(file, 'unet'))),
    autoencoder: withWeights('vae', (file) => new Autoencoder(autoencoder, file)),
    schedule,
    latentChannels: autoencoder.latent_channels,
    latentScale: autoencoderScale(autoencoder),
    summary: summarize(folder, config),
  };
}
