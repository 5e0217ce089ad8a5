import type { Tensor } from '../tensor/tensor.ts';
import { combine } from './combine.ts';
import { type DiffusionSchedule, sigmaAt, spacedTimesteps } from './schedule.ts';

/**
 * The coordinates of Karras et al. 2022 (arXiv 2206.00364) in which Euler's samplers work: x = clean + sigma *
 * (standard normal), growing with the noise; the network still wants latents of variance one.
 */
export interface SigmaSpace {
  readonly timesteps: number[];
  /** One per step, and a final 0. */
  readonly sigmas: number[];
  readonly initialNoiseScale: number;
  scaleModelInput(i: number, x: Tensor): Tensor;
  estimateClean(i: number, x: Tensor, output: Tensor): Tensor;
}

export function sigmaSpace(schedule: DiffusionSchedule, steps: number): SigmaSpace {
  const timesteps = spacedTimesteps(schedule, steps, 'linspace');
  const sigmas = [...timesteps.map((t) => sigmaAt(schedule, t)), 0];
  const largest = sigmas[0]!;
  return {
    timesteps,
    sigmas,
    // A leading schedule never starts at pure noise: some of the picture's own variance belongs to its first level.
    initialNoiseScale: (schedule.spacing ?? 'linspace') === 'leading' ? Math.sqrt(largest * largest + 1) : largest,
    scaleModelInput: (i, x) => combine([1 / Math.sqrt(sigmas[i]! ** 2 + 1), x]),
    estimateClean(i, x, output) {
      const sigma = sigmas[i]!;
      return schedule.prediction === 'epsilon'
        ? combine([1, x], [-sigma, output])
        : combine([1 / (sigma * sigma + 1), x], [-sigma / Math.sqrt(sigma * sigma + 1), output]);
    },
  };
}
