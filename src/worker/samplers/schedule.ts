import { z } from 'zod';
import { OhmbrushError } from '../../shared/errors.ts';
import { phrase } from '../../shared/refusals.ts';
import { onlyBecause, parseConfig } from '../model-files/parse-config.ts';

/** What a diffusion model was trained to undo: betas over discrete timesteps (DDPM), from `scheduler_config.json`. */
export interface DiffusionSchedule {
  readonly kind: 'diffusion';
  readonly prediction: 'epsilon' | 'v-prediction';
  /** Cumulative product of 1 - beta at each training timestep, cleanest first. */
  readonly alphasCumprod: Float64Array;
  /** The last of them was set to zero (rescale_betas_zero_snr): timestep T - 1 is pure noise. */
  readonly zeroTerminalSnr: boolean;
  /** Null where the file says nothing: each sampler then spaces its steps as diffusers' scheduler of that name does. */
  readonly spacing: TimestepSpacing | null;
  readonly stepsOffset: number;
  readonly setAlphaToOne: boolean;
}

/** Rectified flow: x_t = (1 - sigma) x_0 + sigma noise, the network says noise - x_0. */
export interface FlowSchedule {
  readonly kind: 'flow';
  readonly trainTimesteps: number;
  /** Moves steps towards the noise: sigma' = shift sigma / (1 + (shift - 1) sigma). */
  readonly shift: number;
}

export type ScheduleConfig = DiffusionSchedule | FlowSchedule;
export type TimestepSpacing = 'leading' | 'trailing' | 'linspace';

const diffusionSchema = z.looseObject({
  _class_name: z.enum([
    'DDIMScheduler',
    'PNDMScheduler',
    'EulerDiscreteScheduler',
    'EulerAncestralDiscreteScheduler',
    'DPMSolverMultistepScheduler',
  ]),
  num_train_timesteps: z.int().min(2).max(100_000).default(1000),
  beta_start: z.number().gt(0).lt(1).default(0.0001),
  beta_end: z.number().gt(0).lt(1).default(0.02),
  beta_schedule: z.enum(['linear', 'scaled_linear']).default('linear'),
  trained_betas: z.array(z.number().gt(0).lt(1)).min(2).max(100_000).nullish(),
  prediction_type: z.enum(['epsilon', 'v_prediction']).default('epsilon'),
  rescale_betas_zero_snr: z.boolean().default(false),
  timestep_spacing: z.enum(['leading', 'trailing', 'linspace']).nullish(),
  steps_offset: z.int().min(0).max(100_000).default(0),
  set_alpha_to_one: z.boolean().default(true),
  clip_sample: onlyBecause(phrase('clipping-not-implemented'), false, null),
  thresholding: onlyBecause(phrase('thresholding-not-implemented'), false, null),
});

const flowSchema = z.looseObject({
  _class_name: z.literal('FlowMatchEulerDiscreteScheduler'),
  num_train_timesteps: z.int().min(2).max(100_000).default(1000),
  shift: z.number().gt(0).max(100).default(1),
  use_dynamic_shifting: onlyBecause(phrase('dynamic-shift-not-implemented'), false),
  invert_sigmas: onlyBecause(phrase('inverted-sigmas-not-implemented'), false),
  shift_terminal: onlyBecause(phrase('terminal-shift-not-implemented'), null),
});

const scheduleSchema = z.discriminatedUnion('_class_name', [diffusionSchema, flowSchema]);

/**
 * Reads scheduler_config.json. Which scheduler class the file names matters only for what the model was trained with;
 * the recipe chooses the sampler.
 *
 * @param json the parsed file
 * @param file its path, for messages
 * @throws OhmbrushError 'bad-model'
 */
export function parseSchedule(json: unknown, file: string): ScheduleConfig {
  const config = parseConfig(scheduleSchema, json, file);
  if (config._class_name === 'FlowMatchEulerDiscreteScheduler') {
    return { kind: 'flow', trainTimesteps: config.num_train_timesteps, shift: config.shift };
  }
  return {
    kind: 'diffusion',
    prediction: config.prediction_type === 'epsilon' ? 'epsilon' : 'v-prediction',
    alphasCumprod: cumulativeAlphas(config),
    zeroTerminalSnr: config.rescale_betas_zero_snr,
    spacing: config.timestep_spacing ?? null,
    stepsOffset: config.steps_offset,
    setAlphaToOne: config.set_alpha_to_one,
  };
}

/** Ho et al. 2020; scaled_linear is latent diffusion's: linear in the square root of beta. */
function cumulativeAlphas(config: z.infer<typeof diffusionSchema>): Float64Array {
  const count = config.trained_betas?.length ?? config.num_train_timesteps;
  const power = config.beta_schedule === 'linear' ? 1 : 0.5;
  const first = config.beta_start ** power;
  const last = config.beta_end ** power;
  const alphas = new Float64Array(count);
  let product = 1;
  for (let t = 0; t < count; t++) {
    const beta = config.trained_betas?.[t] ?? (first + ((last - first) * t) / (count - 1)) ** (1 / power);
    product *= 1 - beta;
    alphas[t] = product;
  }
  return config.rescale_betas_zero_snr ? rescaledToZeroSnr(alphas) : alphas;
}

/**
 * Lin et al. 2023 (arXiv 2305.08891), algorithm 1: shift and stretch sqrt(alphas) so that the last is zero and the
 * first stays.
 */
function rescaledToZeroSnr(alphasCumprod: Float64Array): Float64Array {
  const first = Math.sqrt(alphasCumprod[0]!);
  const last = Math.sqrt(alphasCumprod[alphasCumprod.length - 1]!);
  return alphasCumprod.map((alpha) => ((Math.sqrt(alpha) - last) * (first / (first - last))) ** 2);
}

/** Number of timesteps the model was trained on. */
function trainTimesteps(schedule: ScheduleConfig): number {
  return schedule.kind === 'flow' ? schedule.trainTimesteps : schedule.alphasCumprod.length;
}

/** @throws OhmbrushError 'usage' when there are more steps than timesteps */
export function checkSteps(schedule: ScheduleConfig, steps: number): void {
  const most = trainTimesteps(schedule) - 1;
  if (Number.isInteger(steps) && steps >= 1 && steps <= most) return;
  throw new OhmbrushError('steps-impossible', { steps, most });
}

/**
 * Noise levels of a flow run: steps values from 1 down to 1/steps, shifted, then 0. Spaced like a trailing schedule, so
 * that the last step still does its share (Flux's pipeline passes the same to its scheduler).
 */
export function flowSigmas(schedule: FlowSchedule, steps: number): number[] {
  const { shift } = schedule;
  return Array.from({ length: steps + 1 }, (_, i) => {
    const sigma = (steps - i) / steps;
    return (shift * sigma) / (1 + (shift - 1) * sigma);
  });
}

/**
 * Table 2 of Lin et al. 2023 as diffusers' DDIM and Euler schedulers read it, noisiest first. May be fractional for
 * linspace.
 */
export function spacedTimesteps(schedule: DiffusionSchedule, steps: number, fallback: TimestepSpacing): number[] {
  const count = schedule.alphasCumprod.length;
  switch (schedule.spacing ?? fallback) {
    case 'linspace':
      return Array.from({ length: steps }, (_, i) => (steps === 1 ? 0 : ((count - 1) * (steps - 1 - i)) / (steps - 1)));
    case 'leading': {
      const ratio = Math.floor(count / steps);
      return Array.from({ length: steps }, (_, i) => (steps - 1 - i) * ratio + schedule.stepsOffset);
    }
    case 'trailing':
      return Array.from({ length: steps }, (_, i) => roundHalfToEven(count - (i * count) / steps) - 1);
  }
}

/**
 * Noise level sigma = sqrt((1 - alpha) / alpha) at a timestep, linear between whole ones. With a zero terminal signal
 * it would be infinite at the end: diffusers puts alpha = 2^-24 there, and so do we.
 */
export function sigmaAt(schedule: DiffusionSchedule, timestep: number): number {
  const { alphasCumprod } = schedule;
  const last = alphasCumprod.length - 1;
  const at = (t: number) => {
    const alpha = schedule.zeroTerminalSnr && t === last ? 2 ** -24 : alphasCumprod[t]!;
    return Math.sqrt((1 - alpha) / alpha);
  };
  const below = Math.min(Math.floor(timestep), last);
  const part = timestep - below;
  return part > 0 && below < last ? at(below) * (1 - part) + at(below + 1) * part : at(below);
}

/** numpy's rounding. */
export function roundHalfToEven(value: number): number {
  const floor = Math.floor(value);
  const part = value - floor;
  if (part !== 0.5) return Math.round(value);
  return floor % 2 === 0 ? floor : floor + 1;
}
