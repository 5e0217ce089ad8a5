import { fillGaussian, streamKey } from '../kernels/gaussian.ts';
import { type Tensor, zeros } from '../tensor/tensor.ts';

/** Keeps a picture's noise apart from every other use of its seed. */
const LATENT_NOISE = 0x6c61746e;

/**
 * Standard normal noise that belongs to a seed: the same on every machine, for any number of threads.
 *
 * @param seed 32-bit unsigned
 * @param stream 0 = the starting latents; 1 + i = what an ancestral sampler draws at step i
 */
export function seedNoise(seed: number, stream: number, shape: readonly number[]): Tensor {
  const noise = zeros(shape);
  fillGaussian(streamKey(LATENT_NOISE, seed, stream), noise.data);
  return noise;
}
