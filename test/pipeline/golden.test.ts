import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { NO_METER } from '../../src/worker/energy/events.ts';
import { ExactEngine } from '../../src/worker/exact/exact-engine.ts';
import type { KernelPool } from '../../src/worker/kernels/kernels.ts';
import { createKernelPool } from '../../src/worker/kernels/pool.ts';
import { loadModel } from '../../src/worker/models/load-model.ts';
import { textToImage } from '../../src/worker/pipeline/text-to-image.ts';
import { seedNoise } from '../../src/worker/samplers/seed-noise.ts';
import { reshape, type Tensor } from '../../src/worker/tensor/tensor.ts';
import { channelsLast, fixture, readGolden, relativeError } from '../golden/read-golden.ts';

let pool: KernelPool;
beforeAll(() => {
  pool = createKernelPool({ threads: 1 });
});
afterAll(() => pool.close());

test.each([
  ['plain', 'flow-euler', []],
  ['projected', 'flow-euler-projected', ['guidanceParallel']],
  ['stopped', 'flow-euler-stopped', ['guidanceStop']],
] as const)(
  'a prompt becomes the picture that diffusers paints: %s guidance, the last latents, the decoded image',
  (_way, file, fields) => {
    const golden = readGolden(`pipeline/${file}.safetensors`);
    const { guidanceParallel, guidanceStop, ...job } = JSON.parse(readFileSync(fixture('pipeline/job.json'), 'utf8'));
    const loaded = loadModel(fixture('networks/model'));
    expect(loaded).toMatchObject({ guidanceParallel: 1, guidanceStop: 1 });
    const ways = { guidanceParallel, guidanceStop };
    const model = { ...loaded, ...Object.fromEntries(fields.map((field) => [field, ways[field]])) };
    const { width, height } = model.summary;
    const previews: Tensor[] = [];
    const image = textToImage(
      model,
      { ...job, width, height, sampler: 'euler' },
      { engine: new ExactEngine(pool, NO_METER), kernels: pool, meter: NO_METER },
      {
        beginPhase() {},
        beginStep() {},
        afterStep(_index, denoised) {
          previews.push(denoised);
        },
      },
    );
    expect(relativeError(image, channelsLast(golden.image!))).toBeLessThan(1e-4);
    const latents = channelsLast(golden.latents!);
    const [steps, ...shape] = latents.shape as [number, number, number, number];
    expect(previews).toHaveLength(steps);
    // The last step of a flow ends at its own estimate of the clean latents.
    const size = latents.data.length / steps;
    const last = reshape({ shape: [size], data: latents.data.slice(-size) }, [1, ...shape]);
    expect(relativeError(previews[steps - 1]!, last)).toBeLessThan(1e-4);
  },
);

test('the starting noise of a seed never changes: recipes depend on it', () => {
  const recorded = JSON.parse(readFileSync(fixture('pipeline/noise.json'), 'utf8')).flat(2);
  expect([...seedNoise(7, 0, [1, 8, 8, 4]).data]).toEqual(recorded);
});
