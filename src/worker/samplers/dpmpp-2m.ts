import type { Tensor } from '../tensor/tensor.ts';
import { combine } from './combine.ts';
import { estimateClean, levelOfFlow, levelOfSigma, type NoiseLevel } from './estimate.ts';
import type { Sampler } from './sampler.ts';
import {
  checkSteps,
  type DiffusionSchedule,
  flowSigmas,
  roundHalfToEven,
  type ScheduleConfig,
  sigmaAt,
} from './schedule.ts';

/**
 * DPM-Solver++ 2M (Lu et al. 2022, arXiv 2211.01095, algorithm 2): second order in lambda = log(signal / noise), by way
 * of the last two estimates of the clean latents; first order at the first step and at the last, which ends at lambda =
 * infinity. On a rectified flow, signal = 1 - sigma and noise = sigma.
 */
export function dpmpp2m(schedule: ScheduleConfig, steps: number): Sampler {
  checkSteps(schedule, steps);
  const prediction = schedule.kind === 'flow' ? 'flow' : schedule.prediction;
  const { timesteps, levels } = schedule.kind === 'flow' ? flowRun(schedule, steps) : diffusionRun(schedule, steps);
  let previous: Tensor | null = null;
  const clean: Sampler['estimateClean'] = (i, x, output) => estimateClean(prediction, levels[i]!, x, output);
  return {
    timesteps,
    initialNoiseScale: 1,
    scaleModelInput: (_i, x) => x,
    estimateClean: clean,
    step(i, x, output) {
      const from = levels[i]!;
      const to = levels[i + 1]!;
      const denoised = clean(i, x, output);
      const shrink = to.noise / from.noise;
      // signal' (1 - e^-h) with e^-h = (signal / noise) / (signal' / noise'): no exponential, and 0 at pure noise.
      const pull = to.signal - from.signal * shrink;
      const first = i === 0 || i === steps - 1 || previous === null;
      const ratio = first ? 0 : (lambda(to) - lambda(from)) / (lambda(from) - lambda(levels[i - 1]!)) / 2;
      const latents = first
        ? combine([shrink, x], [pull, denoised])
        : combine([shrink, x], [pull * (1 + ratio), denoised], [-pull * ratio, previous!]);
      previous = denoised;
      return { latents, denoised };
    },
  };
}

function lambda(level: NoiseLevel): number {
  return Math.log(level.signal) - Math.log(level.noise);
}

function flowRun(schedule: Extract<ScheduleConfig, { kind: 'flow' }>, steps: number) {
  const sigmas = flowSigmas(schedule, steps);
  return {
    timesteps: sigmas.slice(0, -1).map((sigma) => sigma * schedule.trainTimesteps),
    levels: sigmas.map(levelOfFlow),
  };
}

/**
 * The steps lie as in diffusers' DPMSolverMultistepScheduler, which divides the range by steps + 1 unless spacing is
 * trailing.
 */
function diffusionRun(schedule: DiffusionSchedule, steps: number) {
  const count = schedule.alphasCumprod.length;
  const timestepOf = {
    linspace: (i: number) => roundHalfToEven(((count - 1) * (steps - i)) / steps),
    leading: (i: number) => Math.floor(count / (steps + 1)) * (steps - i) + schedule.stepsOffset,
    trailing: (i: number) => roundHalfToEven(count - (i * count) / steps) - 1,
  }[schedule.spacing ?? 'linspace'];
  const timesteps = Array.from({ length: steps }, (_, i) => timestepOf(i));
  return { timesteps, levels: [...timesteps.map((t) => sigmaAt(schedule, t)), 0].map(levelOfSigma) };
}
