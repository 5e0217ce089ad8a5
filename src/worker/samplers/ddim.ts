import { combine } from './combine.ts';
import { estimateClean, estimateNoise, levelOfFlow, type NoiseLevel } from './estimate.ts';
import type { Sampler } from './sampler.ts';
import {
  checkSteps,
  type DiffusionSchedule,
  flowSigmas,
  roundHalfToEven,
  type ScheduleConfig,
  spacedTimesteps,
} from './schedule.ts';

/**
 * DDIM with eta = 0 (Song et al. 2021, arXiv 2010.02502, equation 12): split x into clean latents and noise, put them
 * together again at the next level. On a rectified flow the same split gives Euler's step.
 */
export function ddim(schedule: ScheduleConfig, steps: number): Sampler {
  checkSteps(schedule, steps);
  const prediction = schedule.kind === 'flow' ? 'flow' : schedule.prediction;
  const { timesteps, levels } =
    schedule.kind === 'flow'
      ? flowLevels(flowSigmas(schedule, steps), schedule.trainTimesteps)
      : diffusionLevels(schedule, steps);
  const clean: Sampler['estimateClean'] = (i, x, output) => estimateClean(prediction, levels[i]!, x, output);
  return {
    timesteps,
    initialNoiseScale: 1,
    scaleModelInput: (_i, x) => x,
    estimateClean: clean,
    step(i, x, output) {
      const denoised = clean(i, x, output);
      const noise = estimateNoise(prediction, levels[i]!, x, output);
      const next = levels[i + 1]!;
      return { latents: combine([next.signal, denoised], [next.noise, noise]), denoised };
    },
  };
}

function flowLevels(sigmas: number[], trainTimesteps: number) {
  return { timesteps: sigmas.slice(0, -1).map((sigma) => sigma * trainTimesteps), levels: sigmas.map(levelOfFlow) };
}

function diffusionLevels(schedule: DiffusionSchedule, steps: number) {
  const last = schedule.alphasCumprod.length - 1;
  const timesteps = spacedTimesteps(schedule, steps, 'leading').map((t) => Math.min(roundHalfToEven(t), last));
  const final = schedule.setAlphaToOne ? 1 : schedule.alphasCumprod[0]!;
  const alphas = [...timesteps.map((t) => schedule.alphasCumprod[t]!), final];
  return { timesteps, levels: alphas.map(levelOfAlpha) };
}

function levelOfAlpha(alpha: number): NoiseLevel {
  return { signal: Math.sqrt(alpha), noise: Math.sqrt(1 - alpha) };
}
