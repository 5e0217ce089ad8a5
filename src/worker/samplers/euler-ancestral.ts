import { combine } from './combine.ts';
import { estimateClean, levelOfFlow } from './estimate.ts';
import type { Sampler } from './sampler.ts';
import { checkSteps, type FlowSchedule, flowSigmas, type ScheduleConfig } from './schedule.ts';
import { sigmaSpace } from './sigma-space.ts';

/**
 * Euler's step a little too far down, then fresh noise back up to the next level (k-diffusion's euler_ancestral, eta =
 * 1), so that every step draws.
 */
export function eulerAncestral(schedule: ScheduleConfig, steps: number): Sampler {
  checkSteps(schedule, steps);
  if (schedule.kind === 'flow') return flowAncestral(schedule, steps);
  const space = sigmaSpace(schedule, steps);
  const { sigmas } = space;
  return {
    timesteps: space.timesteps,
    initialNoiseScale: space.initialNoiseScale,
    scaleModelInput: space.scaleModelInput,
    estimateClean: space.estimateClean,
    step(i, x, output, noise) {
      const from = sigmas[i]!;
      const to = sigmas[i + 1]!;
      const up = Math.sqrt((to * to * (from * from - to * to)) / (from * from));
      const ratio = Math.sqrt(to * to - up * up) / from;
      const denoised = space.estimateClean(i, x, output);
      const down = combine([ratio, x], [1 - ratio, denoised]);
      return { latents: up > 0 ? combine([1, down], [up, noise()]) : down, denoised };
    },
  };
}

/**
 * The rectified-flow form (k-diffusion's and ComfyUI's euler_ancestral for flow models, eta = 1): go down to s = sigma'
 * * sigma' / sigma, rescale the signal from 1 - s to 1 - sigma', and add the noise that is missing for sigma':
 * sqrt(sigma'^2 - s^2 (1 - sigma')^2 / (1 - s)^2).
 */
function flowAncestral(schedule: FlowSchedule, steps: number): Sampler {
  const sigmas = flowSigmas(schedule, steps);
  const clean: Sampler['estimateClean'] = (i, x, output) => estimateClean('flow', levelOfFlow(sigmas[i]!), x, output);
  return {
    timesteps: sigmas.slice(0, -1).map((sigma) => sigma * schedule.trainTimesteps),
    initialNoiseScale: 1,
    scaleModelInput: (_i, x) => x,
    estimateClean: clean,
    step(i, x, output, noise) {
      const from = sigmas[i]!;
      const to = sigmas[i + 1]!;
      const denoised = clean(i, x, output);
      const down = (to * to) / from;
      const rescale = (1 - to) / (1 - down);
      const up = Math.sqrt(Math.max(0, to * to - down * down * rescale * rescale));
      const settled = combine([(rescale * down) / from, x], [rescale * (1 - down / from), denoised]);
      return { latents: up > 0 ? combine([1, settled], [up, noise()]) : settled, denoised };
    },
  };
}
