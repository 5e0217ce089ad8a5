import type { Pixels } from '../../shared/engine/engine-protocol.ts';
import { NO_METER } from '../energy/events.ts';
import { ExactEngine } from '../exact/exact-engine.ts';
import type { KernelPool } from '../kernels/kernels.ts';
import type { Model } from '../models/load-model.ts';
import { seedNoise } from '../samplers/seed-noise.ts';
import { type Tensor, zeros } from '../tensor/tensor.ts';
import { toPixels } from './pixels.ts';

/** Fitting takes longer than a small picture's steps, and the map is the model's alone. */
const fitted = new WeakMap<Model, PreviewMap>();

/** Makes small pictures of what the latents [1, h, w, C] will roughly become: one pixel per latent position. */
export function createPreviewer(model: Model, kernels: KernelPool): (latents: Tensor) => Pixels {
  const compute = { engine: new ExactEngine(kernels, NO_METER), kernels, meter: NO_METER };
  const map =
    fitted.get(model) ?? fitPreview(model.latentChannels, (latents) => model.autoencoder.decode(compute, latents));
  fitted.set(model, map);
  return (latents) => preview(map, latents);
}

/**
 * A linear map from one latent position to the colour it will roughly become: [channels + 1, image channels], bias
 * last.
 */
interface PreviewMap {
  readonly latentChannels: number;
  readonly imageChannels: number;
  readonly matrix: Float64Array;
}

/** Blocks of constant random latents that the map is fitted on, and their side: wide enough to have an inside. */
const SAMPLES = 48;
const BLOCK = 4;

/**
 * Fits the map by least squares on what the decoder itself makes of blocks of constant latents, so that it suits any
 * autoencoder and needs no table of known models.
 *
 * @param decode latents [1, h, w, C] to an image [1, h * f, w * f, channels] in [-1, 1], in float32 off the chip
 */
function fitPreview(latentChannels: number, decode: (latents: Tensor) => Tensor): PreviewMap {
  const terms = latentChannels + 1;
  const gram = new Float64Array(terms * terms);
  let imageChannels = 0;
  let moments = new Float64Array(0);
  for (let sample = 0; sample < SAMPLES; sample++) {
    const colour = seedNoise(sample, 0, [latentChannels]).data;
    const latents = zeros([1, BLOCK, BLOCK, latentChannels]);
    for (let i = 0; i < latents.data.length; i++) latents.data[i] = colour[i % latentChannels]!;
    const image = decode(latents);
    imageChannels = image.shape[3]!;
    if (sample === 0) moments = new Float64Array(terms * imageChannels);
    const pixels = image.data.length / imageChannels;
    for (let row = 0; row < terms; row++) {
      const value = row < latentChannels ? colour[row]! : 1;
      for (let column = 0; column < terms; column++) {
        gram[row * terms + column]! += value * (column < latentChannels ? colour[column]! : 1);
      }
      for (let i = 0; i < image.data.length; i++) {
        moments[row * imageChannels + (i % imageChannels)]! += (value * image.data[i]!) / pixels;
      }
    }
  }
  return { latentChannels, imageChannels, matrix: solve(gram, moments, terms, imageChannels) };
}

function preview(map: PreviewMap, latents: Tensor): Pixels {
  const [, height, width, channels] = latents.shape as [number, number, number, number];
  const image = zeros([1, height, width, map.imageChannels]);
  for (let position = 0; position < height * width; position++) {
    for (let out = 0; out < map.imageChannels; out++) {
      let sum = map.matrix[channels * map.imageChannels + out]!;
      for (let c = 0; c < channels; c++) {
        sum += latents.data[position * channels + c]! * map.matrix[c * map.imageChannels + out]!;
      }
      image.data[position * map.imageChannels + out] = sum;
    }
  }
  return toPixels(image);
}

/** Solves gram x = moments in place by Gaussian elimination; gram is positive definite (more samples than terms). */
function solve(gram: Float64Array, moments: Float64Array, terms: number, columns: number): Float64Array {
  for (let pivot = 0; pivot < terms; pivot++) {
    for (let row = 0; row < terms; row++) {
      if (row === pivot) continue;
      const factor = gram[row * terms + pivot]! / gram[pivot * terms + pivot]!;
      for (let column = pivot; column < terms; column++) {
        gram[row * terms + column]! -= factor * gram[pivot * terms + column]!;
      }
      for (let column = 0; column < columns; column++) {
        moments[row * columns + column]! -= factor * moments[pivot * columns + column]!;
      }
    }
  }
  return moments.map((value, index) => value / gram[Math.floor(index / columns) * (terms + 1)]!);
}
