import fc from 'fast-check';
import { geglu } from '../../../src/worker/kernels/operators/geglu.ts';
import { casesOf } from '../operator-cases.ts';
import { randomFloats } from './random-floats.ts';

export const gegluCases = casesOf(
  geglu,
  fc
    .record({ rows: fc.integer({ min: 1, max: 20 }), width: fc.integer({ min: 1, max: 70 }), seed: fc.nat() })
    .map(({ rows, width, seed }) => (pool) => {
      const y = pool.arena.floats(rows * width);
      return { call: { x: randomFloats(2 * rows * width, seed, 4), y, width }, outputs: [y] };
    }),
);
