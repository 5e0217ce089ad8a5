import type { ModelSummary } from '../../shared/engine/engine-protocol.ts';
import { imageChannels } from '../model-files/autoencoder-config.ts';
import { SafetensorsFile } from '../model-files/safetensors.ts';
import { COMPONENTS, findWeights } from '../model-files/weights-file.ts';
import { defaultSampler } from '../samplers/index.ts';
import { autoencoderScale, type ModelConfig, readModelConfig, sizeMultiple } from './model-config.ts';

/** Latents of a UNet whose config does not say what it was trained on: Stable Diffusion's 512 pixels. */
const USUAL_LATENT_SIZE = 64;
const USUAL_STEPS = 20;
/** Rectified flow wants less guidance than DDPM does. */
const USUAL_GUIDANCE = { flow: 3.5, diffusion: 7.5 };

/**
 * What people and recipes need to know about a model. Reads configs and headers of the weights, no weights.
 *
 * @throws OhmbrushError as readModelConfig and findWeights do
 */
export function modelSummary(folder: string): ModelSummary {
  return summarize(readModelConfig(folder));
}

/**
 * As modelSummary, of configs that have been read. A variant has its base's parameters: its changes are added to them.
 */
export function summarize(config: ModelConfig): ModelSummary {
  const { files, schedule, unet, autoencoder } = config;
  const { steps, guidance, sampler } = files.recommended;
  const size = unet.sample_size ?? USUAL_LATENT_SIZE;
  const [height, width] = typeof size === 'number' ? [size, size] : size;
  const scale = autoencoderScale(autoencoder);
  return {
    name: files.name,
    base: files.base?.id ?? null,
    parameters: COMPONENTS.reduce((sum, component) => sum + countParameters(findWeights(files, component)), 0),
    imageChannels: imageChannels(autoencoder),
    width: width * scale,
    height: height * scale,
    sizeMultiple: sizeMultiple(config),
    prediction: schedule.kind === 'flow' ? 'flow' : schedule.prediction,
    steps: steps ?? USUAL_STEPS,
    guidance: guidance ?? USUAL_GUIDANCE[schedule.kind],
    sampler: sampler ?? defaultSampler(schedule),
  };
}

function countParameters(path: string): number {
  const file = new SafetensorsFile(path);
  try {
    let count = 0;
    for (const entry of file.entries.values()) count += entry.shape.reduce((product, extent) => product * extent, 1);
    return count;
  } finally {
    file.close();
  }
}
