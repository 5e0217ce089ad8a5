import fc from 'fast-check';
import { activation, activations } from '../../../src/worker/kernels/operators/activation.ts';
import { casesOf } from '../operator-cases.ts';
import { randomFloats } from './random-floats.ts';

export const activationCases = casesOf(
  activation,
  fc
    .record({
      kind: fc.constantFrom(...activations),
      length: fc.integer({ min: 1, max: 2500 }),
      seed: fc.nat(),
      // Up to where exponentials overflow.
      scale: fc.constantFrom(1e-3, 1, 8, 300),
    })
    .map(({ kind, length, seed, scale }) => (pool) => {
      const y = pool.arena.floats(length);
      return { call: { activation: kind, x: randomFloats(length, seed, scale), y }, outputs: [y] };
    }),
);
