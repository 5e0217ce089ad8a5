import type { ChipFieldId } from '../../shared/recipe/fields.ts';
import type { Recipe } from '../../shared/recipe/recipe.ts';
import type { Model } from '../models/load-model.ts';
import { createSampler } from '../samplers/index.ts';
import { seedNoise } from '../samplers/seed-noise.ts';
import type { Compute } from '../tensor/compute.ts';
import { type Tensor, zeros } from '../tensor/tensor.ts';
import { applyGuidance, createGuidance, guidedSteps, ofPromptAlone, repeatForGuidance, unguided } from './guidance.ts';

/** The part of a recipe that the networks and the sampler see. */
type Content = Omit<Recipe, 'model' | ChipFieldId>;

/** Told what comes next; may throw to end the run. */
export interface PaintObserver {
  beginPhase(phase: 'text' | 'decode'): void;
  beginStep(step: { readonly index: number; readonly fraction: number; readonly timestep: number }): void;
  /** After each step, with the clean latents as estimated there. */
  afterStep(index: number, denoised: Tensor): void;
}

/**
 * Prompt to image: text encoder once, the UNet and the sampler at each step, the decoder once.
 *
 * @param recipe what picture it is to be; the chip and the weights are given
 * @returns [1, height, width, channels], about -1..1, not clamped
 */
export function textToImage(model: Model, recipe: Content, compute: Compute, observer: PaintObserver): Tensor {
  const { unet, textEncoder, tokenizer, autoencoder } = model;
  const guiding = createGuidance(recipe.guidance, model.guidanceParallel);
  const prompts = guiding.batch === 1 ? [recipe.prompt] : [recipe.negativePrompt, recipe.prompt];
  observer.beginPhase('text');
  const text = textEncoder.encode(
    compute,
    prompts.map((prompt) => tokenizer.encode(prompt)),
  );

  const promptAlone = { hidden: ofPromptAlone(text.hidden), pooled: ofPromptAlone(text.pooled) };
  const guided = guidedSteps(recipe.steps, model.guidanceStop);
  const shape = [1, recipe.height / model.latentScale, recipe.width / model.latentScale, model.latentChannels];
  const sampler = createSampler(recipe.sampler, model.schedule, recipe.steps);
  let latents = scaled(seedNoise(recipe.seed, 0, shape), sampler.initialNoiseScale);
  for (const [index, timestep] of sampler.timesteps.entries()) {
    observer.beginStep({ index, fraction: index / recipe.steps, timestep });
    const [guidance, { hidden, pooled }] = index < guided ? [guiding, text] : [unguided, promptAlone];
    const input = repeatForGuidance(guidance, sampler.scaleModelInput(index, latents));
    const outputs = unet.predict(compute, { latents: input, timestep, context: hidden, pooled });
    const output = applyGuidance(guidance, outputs, (asked) => sampler.estimateClean(index, latents, asked));
    const step = sampler.step(index, latents, output, () => seedNoise(recipe.seed, 1 + index, shape));
    // Guidance (3 operations a value, some 8 more across the picture only) and the sampler's update (about 6), on the
    // digital unit.
    const operations = guidance.batch === 2 && guidance.parallel !== 1 ? 17 : 9;
    compute.meter.digital('sampler', null, operations * latents.data.length, 20 * latents.data.length);
    latents = step.latents;
    observer.afterStep(index, step.denoised);
  }

  observer.beginPhase('decode');
  const image = autoencoder.decode(compute, latents);
  // The picture leaves the chip's memory once, a byte for each value.
  compute.meter.dram(image.data.length);
  return image;
}

function scaled(noise: Tensor, factor: number): Tensor {
  if (factor === 1) return noise;
  const result = zeros(noise.shape);
  for (let i = 0; i < result.data.length; i++) result.data[i] = noise.data[i]! * factor;
  return result;
}
