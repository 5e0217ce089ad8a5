import { describe, expect, it } from 'vitest';
import { SAMPLERS } from '../../src/shared/recipe/fields/sampler.ts';
import { createSampler, defaultSampler } from '../../src/worker/samplers/index.ts';
import {
  parseSchedule,
  type ScheduleConfig,
  sigmaAt,
  type TimestepSpacing,
} from '../../src/worker/samplers/schedule.ts';
import { seedNoise } from '../../src/worker/samplers/seed-noise.ts';
import { type Tensor, zeros } from '../../src/worker/tensor/tensor.ts';

const SHAPE = [1, 32, 32, 4];

function diffusion(prediction_type: string, timestep_spacing: TimestepSpacing, more: object = {}): ScheduleConfig {
  const json = { _class_name: 'DDIMScheduler', beta_schedule: 'scaled_linear', beta_start: 0.00085, beta_end: 0.012 };
  return parseSchedule({ ...json, prediction_type, timestep_spacing, ...more }, 'test');
}

const flow = parseSchedule({ _class_name: 'FlowMatchEulerDiscreteScheduler', shift: 2 }, 'test');
const schedules: [string, ScheduleConfig][] = [
  ['flow', flow],
  [
    'v-prediction, trailing, zero terminal signal',
    diffusion('v_prediction', 'trailing', { rescale_betas_zero_snr: true }),
  ],
  ...(['leading', 'trailing', 'linspace'] as const).flatMap((spacing): [string, ScheduleConfig][] => [
    [`epsilon, ${spacing}`, diffusion('epsilon', spacing)],
    [`v-prediction, ${spacing}`, diffusion('v_prediction', spacing)],
  ]),
];

/** Output of a perfect network if `clean` is the only possible picture: the noise in x can then be computed exactly. */
function perfectNetwork(schedule: ScheduleConfig, clean: Tensor, x: Tensor, timestep: number): Tensor {
  const answer = zeros(x.shape);
  for (let i = 0; i < answer.data.length; i++) {
    const [value, target] = [x.data[i]!, clean.data[i]!];
    if (schedule.kind === 'flow') {
      const sigma = timestep / schedule.trainTimesteps;
      answer.data[i] = (value - (1 - sigma) * target) / sigma - target;
    } else {
      const sigma = sigmaAt(schedule, timestep);
      const signal = 1 / Math.sqrt(1 + sigma * sigma);
      const noise = (value - signal * target) / (sigma * signal);
      answer.data[i] = schedule.prediction === 'epsilon' ? noise : signal * noise - sigma * signal * target;
    }
  }
  return answer;
}

function standardDeviation(x: Tensor): number {
  let squares = 0;
  for (const value of x.data) squares += value * value;
  return Math.sqrt(squares / x.data.length);
}

describe.each(SAMPLERS)('%s', (id) => {
  it.each(schedules)('finds the picture that a perfect network has in mind: %s', (_, schedule) => {
    // 7 divides neither 1000 nor 999: no rounding is exact by chance.
    const sampler = createSampler(id, schedule, 7);
    const clean = seedNoise(5, 0, SHAPE);
    const start = seedNoise(6, 0, SHAPE);
    let x: Tensor = { shape: SHAPE, data: start.data.map((value) => value * sampler.initialNoiseScale) };
    sampler.timesteps.forEach((timestep, i) => {
      const output = perfectNetwork(schedule, clean, sampler.scaleModelInput(i, x), timestep);
      const asked = sampler.estimateClean(i, x, output);
      const { latents, denoised } = sampler.step(i, x, output, () => seedNoise(6, 1 + i, SHAPE));
      // Guidance is evaluated before the step, and needs the same quantities as the step.
      expect(asked).toEqual(denoised);
      const error = Math.max(...denoised.data.map((value, at) => Math.abs(value - clean.data[at]!)));
      // Pure noise contains the picture only in its last bits.
      expect(error).toBeLessThan(schedule.kind === 'diffusion' && schedule.zeroTerminalSnr && i === 0 ? 5e-3 : 2e-5);
      x = latents;
    });
    expect(Math.max(...x.data.map((value, at) => Math.abs(value - clean.data[at]!)))).toBeLessThan(2e-5);
  });

  it('refuses an impossible number of steps', () => {
    for (const steps of [0, -1, 2.5, 1000, Number.NaN]) {
      expect(() => createSampler(id, flow, steps)).toThrow(expect.objectContaining({ code: 'usage' }));
      expect(() => createSampler(id, diffusion('epsilon', 'leading'), steps)).toThrow(/not a possible number of steps/);
    }
  });

  it('can do it in one step', () => {
    const sampler = createSampler(id, flow, 1);
    const clean = seedNoise(5, 0, SHAPE);
    const output = perfectNetwork(flow, clean, seedNoise(6, 0, SHAPE), sampler.timesteps[0]!);
    const { latents } = sampler.step(0, seedNoise(6, 0, SHAPE), output, () => seedNoise(6, 1, SHAPE));
    expect(Math.max(...latents.data.map((value, at) => Math.abs(value - clean.data[at]!)))).toBeLessThan(2e-5);
  });
});

describe('euler-ancestral', () => {
  it('adds as much noise as the next level of a flow holds', () => {
    const sampler = createSampler('euler-ancestral', flow, 6);
    const black = zeros(SHAPE);
    let x = seedNoise(7, 0, SHAPE);
    sampler.timesteps.forEach((timestep, i) => {
      x = sampler.step(i, x, perfectNetwork(flow, black, x, timestep), () => seedNoise(7, 1 + i, SHAPE)).latents;
      const next = (sampler.timesteps[i + 1] ?? 0) / 1000;
      expect(Math.abs(standardDeviation(x) - next)).toBeLessThan(0.03);
    });
  });

  it('draws once at every step but the last', () => {
    for (const [, schedule] of schedules) {
      const sampler = createSampler('euler-ancestral', schedule, 4);
      const draws = sampler.timesteps.map((_, i) => {
        let count = 0;
        sampler.step(i, seedNoise(1, 0, SHAPE), seedNoise(2, 0, SHAPE), () => {
          count++;
          return seedNoise(3, i, SHAPE);
        });
        return count;
      });
      expect(draws).toEqual([1, 1, 1, 0]);
    }
  });
});

it('the sampler of a model that names none follows from its schedule', () => {
  expect(defaultSampler(flow)).toBe('euler');
  expect(defaultSampler(diffusion('epsilon', 'leading'))).toBe('ddim');
});

describe('the noise of a seed', () => {
  it('is the same every time, and another for another seed or stream', () => {
    const noise = seedNoise(1, 0, SHAPE);
    expect(seedNoise(1, 0, SHAPE)).toEqual(noise);
    for (const other of [seedNoise(2, 0, SHAPE), seedNoise(1, 1, SHAPE)]) {
      const correlation = other.data.reduce((sum, value, i) => sum + value * noise.data[i]!, 0) / noise.data.length;
      expect(Math.abs(correlation)).toBeLessThan(0.06);
    }
  });

  it('is standard normal', () => {
    const { data } = seedNoise(0xffffffff, 0, [1, 128, 128, 4]);
    const mean = data.reduce((sum, value) => sum + value, 0) / data.length;
    expect(Math.abs(mean)).toBeLessThan(0.015);
    expect(Math.abs(standardDeviation({ shape: [], data }) - 1)).toBeLessThan(0.01);
    const beyond = (limit: number) => data.filter((value) => Math.abs(value) > limit).length / data.length;
    expect(Math.abs(beyond(1) - 0.3173)).toBeLessThan(0.01);
    expect(Math.abs(beyond(2) - 0.0455)).toBeLessThan(0.005);
  });
});

describe('scheduler_config.json is refused', () => {
  it.each([
    ['_class_name', { _class_name: 'HeunDiscreteScheduler' }],
    ['prediction_type', { _class_name: 'DDIMScheduler', prediction_type: 'sample' }],
    ['beta_schedule', { _class_name: 'DDIMScheduler', beta_schedule: 'squaredcos_cap_v2' }],
    ['thresholding', { _class_name: 'DDIMScheduler', thresholding: true }],
    ['clip_sample', { _class_name: 'DDIMScheduler', clip_sample: true }],
    ['beta_end', { _class_name: 'DDIMScheduler', beta_end: 1.5 }],
    ['shift', { _class_name: 'FlowMatchEulerDiscreteScheduler', shift: 0 }],
    ['shift_terminal', { _class_name: 'FlowMatchEulerDiscreteScheduler', shift_terminal: 0.1 }],
    ['the file', null],
  ])('for its %s', (field, json) => {
    expect(() => parseSchedule(json, 'scheduler_config.json')).toThrow(
      expect.objectContaining({
        code: 'bad-model',
        message: expect.stringContaining(`scheduler_config.json: ${field}`),
      }),
    );
  });
});
