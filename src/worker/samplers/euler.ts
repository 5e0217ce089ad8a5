import { combine } from './combine.ts';
import { estimateClean, levelOfFlow } from './estimate.ts';
import type { Sampler } from './sampler.ts';
import { checkSteps, type FlowSchedule, flowSigmas, type ScheduleConfig } from './schedule.ts';
import { sigmaSpace } from './sigma-space.ts';

/**
 * Euler's method on the probability-flow ODE (Karras et al. 2022, algorithm 2 without churn), or on a rectified flow's
 * velocity (Liu et al. 2022, arXiv 2209.03003).
 */
export function euler(schedule: ScheduleConfig, steps: number): Sampler {
  checkSteps(schedule, steps);
  if (schedule.kind === 'flow') return flowEuler(schedule, steps);
  const space = sigmaSpace(schedule, steps);
  const { sigmas } = space;
  return {
    timesteps: space.timesteps,
    initialNoiseScale: space.initialNoiseScale,
    scaleModelInput: space.scaleModelInput,
    estimateClean: space.estimateClean,
    step(i, x, output) {
      const denoised = space.estimateClean(i, x, output);
      const ratio = sigmas[i + 1]! / sigmas[i]!;
      return { latents: combine([ratio, x], [1 - ratio, denoised]), denoised };
    },
  };
}

function flowEuler(schedule: FlowSchedule, steps: number): Sampler {
  const sigmas = flowSigmas(schedule, steps);
  const clean: Sampler['estimateClean'] = (i, x, output) => estimateClean('flow', levelOfFlow(sigmas[i]!), x, output);
  return {
    timesteps: sigmas.slice(0, -1).map((sigma) => sigma * schedule.trainTimesteps),
    initialNoiseScale: 1,
    scaleModelInput: (_i, x) => x,
    estimateClean: clean,
    step: (i, x, output) => ({
      latents: combine([1, x], [sigmas[i + 1]! - sigmas[i]!, output]),
      denoised: clean(i, x, output),
    }),
  };
}
