import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { SamplerId } from '../../src/shared/recipe/fields/sampler.ts';
import { createSampler } from '../../src/worker/samplers/index.ts';
import { parseSchedule } from '../../src/worker/samplers/schedule.ts';
import { type Tensor, zeros } from '../../src/worker/tensor/tensor.ts';
import { fixture, readGolden, relativeError } from '../golden/read-golden.ts';

interface Case {
  name: string;
  schedule: object;
  sampler: SamplerId;
  steps: number;
  timesteps: number[];
  initialNoiseScale: number;
}

const cases: Case[] = JSON.parse(readFileSync(fixture('samplers/cases.json'), 'utf8'));
const TOLERANCE = 1e-4;

/** The made-up network of make_samplers.py. */
function network(x: Tensor, timestep: number, pattern: Tensor): Tensor {
  const y = zeros(x.shape);
  for (let i = 0; i < y.data.length; i++) {
    y.data[i] = x.data[i]! / (1 + Math.abs(x.data[i]!)) + pattern.data[i]! * (timestep / 1000);
  }
  return y;
}

function at(stack: Tensor, index: number): Tensor {
  const shape = stack.shape.slice(1);
  const size = shape.reduce((product, extent) => product * extent, 1);
  return { shape, data: stack.data.subarray(index * size, (index + 1) * size) };
}

function scaled(x: Tensor, scale: number): Tensor {
  return { shape: x.shape, data: x.data.map((value) => value * scale) };
}

/** Follows a fixture with a sampler and returns the error of each step. */
function follow(golden: Case, id: SamplerId): number[] {
  const sampler = createSampler(id, parseSchedule(golden.schedule, golden.name), golden.steps);
  const { noise, pattern, trajectory, draws } = readGolden(`samplers/${golden.name}.safetensors`);
  let x = scaled(noise!, sampler.initialNoiseScale);
  let draw = 0;
  return sampler.timesteps.map((timestep, i) => {
    const output = network(sampler.scaleModelInput(i, x), timestep, pattern!);
    x = sampler.step(i, x, output, () => at(draws!, draw++)).latents;
    return relativeError(x, at(trajectory!, i));
  });
}

describe.each(cases)('$name', (golden) => {
  it('starts and is spaced as diffusers says', () => {
    const sampler = createSampler(golden.sampler, parseSchedule(golden.schedule, golden.name), golden.steps);
    expect(sampler.timesteps).toHaveLength(golden.steps);
    sampler.timesteps.forEach((timestep, i) => {
      expect(timestep).toBeCloseTo(golden.timesteps[i]!, 2);
    });
    expect(sampler.initialNoiseScale / golden.initialNoiseScale).toBeCloseTo(1, 5);
  });

  it('takes the same steps', () => {
    const errors = follow(golden, golden.sampler);
    expect(Math.max(...errors)).toBeLessThan(TOLERANCE);
  });
});

it('DDIM on a rectified flow is Euler', () => {
  for (const name of ['flow-euler', 'flow-shifted-euler']) {
    const errors = follow(cases.find((golden) => golden.name === name)!, 'ddim');
    expect(Math.max(...errors)).toBeLessThan(TOLERANCE);
  }
});
