import fc from 'fast-check';
import { layerNorm } from '../../../src/worker/kernels/operators/layer-norm.ts';
import { casesOf } from '../operator-cases.ts';
import { randomFloats } from './random-floats.ts';

export const layerNormCases = casesOf(
  layerNorm,
  fc
    .record({
      rows: fc.integer({ min: 1, max: 20 }),
      width: fc.integer({ min: 1, max: 100 }),
      seed: fc.nat(),
      scale: fc.constantFrom(0, 1e-3, 1, 1e3),
    })
    .map(({ rows, width, seed, scale }) => (pool) => {
      const y = pool.arena.floats(rows * width);
      const x = randomFloats(y.length, seed, scale);
      const weight = randomFloats(width, seed + 1);
      return { call: { x, weight, bias: randomFloats(width, seed + 2), eps: 1e-5, y }, outputs: [y] };
    }),
);
