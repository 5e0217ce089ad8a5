import fc from 'fast-check';
import { concatChannels } from '../../../src/worker/kernels/operators/concat-channels.ts';
import { casesOf } from '../operator-cases.ts';
import { randomFloats } from './random-floats.ts';

export const concatChannelsCases = casesOf(
  concatChannels,
  fc
    .record({
      pixels: fc.integer({ min: 1, max: 70 }),
      widthA: fc.integer({ min: 1, max: 40 }),
      widthB: fc.integer({ min: 1, max: 40 }),
      seed: fc.nat(),
    })
    .map(({ pixels, widthA, widthB, seed }) => (pool) => {
      const y = pool.arena.floats(pixels * (widthA + widthB));
      const a = randomFloats(pixels * widthA, seed);
      const b = randomFloats(pixels * widthB, seed + 1);
      return { call: { a, widthA, b, widthB, y }, outputs: [y] };
    }),
);
