import type { Tensor } from '../tensor/tensor.ts';

/**
 * One sampler on one schedule with a fixed number of steps. Latents are [1, height, width, channels]; guidance has
 * already been applied to the network's output. A sampler may remember earlier outputs, so make a new one for every
 * picture and call `step` with i = 0, 1, ... in order.
 *
 *     x = sampler.initialNoiseScale * seedNoise(seed, 0, shape)
 *     for each i: x = sampler.step(i, x, unet(sampler.scaleModelInput(i, x), sampler.timesteps[i]), noise).latents
 */
export interface Sampler {
  /** What the UNet is told at each step, noisiest first; may be fractional. One per step. */
  readonly timesteps: readonly number[];
  /** Standard deviation of the latents that the first step expects. */
  readonly initialNoiseScale: number;
  /** The latents as the network wants them at step i; the latents themselves where nothing changes. */
  scaleModelInput(i: number, x: Tensor): Tensor;
  /**
   * The clean latents that an output of the network about scaleModelInput(i, x) implies: linear in x and the output.
   */
  estimateClean(i: number, x: Tensor, output: Tensor): Tensor;
  /**
   * @param output what the network said about scaleModelInput(i, x)
   * @param noise draws standard normal noise in the latents' shape; called at most once, and only by ancestral samplers
   */
  step(i: number, x: Tensor, output: Tensor, noise: () => Tensor): SamplerStep;
}

export interface SamplerStep {
  /** Where the next step starts; after the last step, the finished latents. */
  readonly latents: Tensor;
  /** The clean latents as estimated at this step, for previews. */
  readonly denoised: Tensor;
}
