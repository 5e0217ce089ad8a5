import fc from 'fast-check';
import { largestMagnitude, magnitudeBlock } from '../../../src/worker/kernels/operators/largest-magnitude.ts';
import { casesOf } from '../operator-cases.ts';
import { randomFloats } from './random-floats.ts';

export const largestMagnitudeCases = casesOf(
  largestMagnitude,
  fc
    .record({
      length: fc.oneof(
        fc.integer({ min: 1, max: 100 }),
        fc.integer({ min: magnitudeBlock - 2, max: 3 * magnitudeBlock }),
      ),
      seed: fc.nat(),
      broken: fc.constantFrom(0, 0, Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY),
    })
    .map(({ length, seed, broken }) => (pool) => {
      const data = randomFloats(length, seed);
      data[seed % length] = broken;
      const largest = pool.arena.floats(Math.ceil(length / magnitudeBlock));
      return { call: { data, largest }, outputs: [largest] };
    }),
);
