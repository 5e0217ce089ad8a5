import fc from 'fast-check';
import { upsampleNearest } from '../../../src/worker/kernels/operators/upsample-nearest.ts';
import { imageLength } from '../../../src/worker/kernels/padding.ts';
import { casesOf } from '../operator-cases.ts';
import { imageShapes } from './images.ts';
import { randomFloats } from './random-floats.ts';

export const upsampleNearestCases = casesOf(
  upsampleNearest,
  fc.record({ shape: imageShapes, seed: fc.nat() }).map(({ shape, seed }) => (pool) => {
    const x = randomFloats(imageLength(shape), seed);
    const y = pool.arena.floats(4 * x.length);
    return { call: { shape, x, y }, outputs: [y] };
  }),
);
