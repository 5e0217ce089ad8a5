import type { BenchOrder, BenchSetup } from '../../shared/bench.ts';
import type { Recipe } from '../../shared/recipe/recipe.ts';
import { NO_METER } from '../energy/events.ts';
import { ExactEngine } from '../exact/exact-engine.ts';
import type { KernelPool } from '../kernels/kernels.ts';
import type { Model } from '../models/load-model.ts';
import type { EncodedText } from '../networks/text-encoder.ts';
import type { UNetInput } from '../networks/unet.ts';
import { calibrationFor } from '../pipeline/calibration-for.ts';
import { completeRecipe } from '../pipeline/complete-recipe.ts';
import { createModelCache } from '../pipeline/model-cache.ts';
import { seedNoise } from '../samplers/seed-noise.ts';
import type { Compute } from '../tensor/compute.ts';
import { MIDDLE, onChip } from './on-chip.ts';

/** The model that the bench paints with, and what it is asked to paint. */
export interface BenchModel {
  readonly model: Model;
  /** The picture on the default chip. */
  readonly recipe: Recipe;
  /** Of the picture. */
  readonly latents: { readonly height: number; readonly width: number };
  /** Ready to compute on a calibrated chip. */
  compute(pool: KernelPool, setup: BenchSetup): Promise<Compute>;
  /** The negative prompt and the prompt. */
  encodePrompts(compute: Compute): EncodedText;
  /** What the UNet is asked at a step with guidance: the negative prompt and the prompt in one batch. */
  guidedInput(pool: KernelPool, latents: BenchModel['latents']): UNetInput;
}

/** Throws OhmbrushError where the model cannot be loaded. */
export function openBenchModel({ picture }: BenchOrder): BenchModel {
  const { model, hash } = createModelCache().open(picture.modelFolder);
  const recipe = completeRecipe(picture.draft, model.summary, hash);

  function encodePrompts(compute: Compute): EncodedText {
    const ids = [recipe.negativePrompt, recipe.prompt].map((text) => model.tokenizer.encode(text));
    return model.textEncoder.encode(compute, ids);
  }

  return {
    model,
    recipe,
    encodePrompts,
    latents: { height: recipe.height / model.latentScale, width: recipe.width / model.latentScale },
    async compute(kernels, setup) {
      const { chip, precision } = setup;
      const calibration = await calibrationFor({
        recipe: { ...recipe, chip, precision },
        model,
        kernels,
        throwIfCancelled() {},
        repeatProgress() {},
        onProgress() {},
      });
      return onChip(kernels, setup, calibration);
    },
    guidedInput(kernels, { height, width }) {
      const compute = { engine: new ExactEngine(kernels, NO_METER), kernels, meter: NO_METER };
      const { hidden, pooled } = encodePrompts(compute);
      const latents = seedNoise(recipe.seed, 0, [hidden.shape[0]!, height, width, model.latentChannels]);
      return { latents, timestep: MIDDLE.timestep, context: hidden, pooled };
    },
  };
}
