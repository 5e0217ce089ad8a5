import { expect, test } from 'vitest';
import { loadModel } from '../../src/worker/models/load-model.ts';
import { seedNoise } from '../../src/worker/samplers/seed-noise.ts';
import { fixture } from '../golden/read-golden.ts';
import { exactCompute } from './exact-compute.ts';

const { unet, autoencoder } = loadModel(fixture('networks/model'));
const { arena } = exactCompute.kernels;

function predict(seed: number) {
  return unet.predict(exactCompute, {
    latents: seedNoise(seed, 0, [2, 8, 12, 4]),
    timestep: 500,
    context: seedNoise(seed, 1, [2, 5, 12]),
    pooled: seedNoise(seed, 2, [2, 12]),
  });
}

test('a prediction from recycled memory is that from fresh memory, and nothing writes into it later', () => {
  const first = predict(1);
  const copy = first.data.slice();
  expect(predict(2).data).not.toEqual(copy);
  expect(predict(1).data).toEqual(copy);
  expect(first.data).toEqual(copy);
});

test('predictions need no more memory the tenth time', () => {
  predict(1);
  const peak = arena.peakBytes;
  for (let i = 0; i < 9; i++) predict(i);
  expect(arena.peakBytes).toBe(peak);
});

test('the decoder holds a few images of its widest stage at once, not one for every layer', () => {
  const latents = seedNoise(1, 0, [1, 16, 16, 4]);
  const before = arena.peakBytes;
  const image = autoencoder.decode(exactCompute, latents);
  const [, height, width] = image.shape as [number, number, number];
  const widest = 4 * height * width * Math.max(...autoencoder.config.block_out_channels);
  expect(arena.peakBytes).toBeGreaterThan(before);
  expect(arena.peakBytes).toBeLessThan(6 * widest);
});
