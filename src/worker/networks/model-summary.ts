import type { ModelSummary } from '../../shared/engine-protocol.ts';
import { defaultSampler } from '../samplers/index.ts';
import { autoencoderScale, folderName, type ModelConfig, readModelConfig, sizeMultiple } from './model-config.ts';
import { SafetensorsFile } from './safetensors.ts';
import { COMPONENTS, findWeights } from './weights-file.ts';

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
  return summarize(folder, readModelConfig(folder));
}

export function summarize(folder: string, config: ModelConfig): ModelSummary {
  const { schedule, defaults, unet, autoencoder } = config;
  const size = unet.sample_size ?? USUAL_LATENT_SIZE;
  const [height, width] = typeof size === 'number' ? [size, size] : size;
  const scale = autoencoderScale(autoencoder);
  return {
    name: defaults.name ?? folderName(folder),
    parameters: COMPONENTS.reduce((sum, component) => sum + countParameters(findWeights(folder, component)), 0),
    imageChannels: autoencoder.out_channels,
    width: width * scale,
    height: height * scale,
    sizeMultiple: sizeMultiple(config),
    prediction: schedule.kind === 'flow' ? 'flow' : schedule.prediction,
    steps: defaults.steps ?? USUAL_STEPS,
    guidance: defaults.guidance ?? USUAL_GUIDANCE[schedule.kind],
    sampler: defaults.sampler ?? defaultSampler(schedule),
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
