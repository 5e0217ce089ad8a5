import fc from 'fast-check';
import { attention } from '../../../src/worker/kernels/operators/attention.ts';
import { casesOf } from '../operator-cases.ts';
import { randomFloats } from './random-floats.ts';

export const attentionCases = casesOf(
  attention,
  fc
    .record({
      batch: fc.integer({ min: 1, max: 2 }),
      heads: fc.integer({ min: 1, max: 3 }),
      tokens: fc.oneof(
        fc.record({ queries: fc.integer({ min: 1, max: 8 }), keys: fc.integer({ min: 1, max: 150 }) }),
        fc.record({ queries: fc.integer({ min: 1, max: 60 }), keys: fc.integer({ min: 1, max: 20 }) }),
      ),
      size: fc.oneof(fc.integer({ min: 1, max: 9 }), fc.integer({ min: 10, max: 70 })),
      causal: fc.boolean(),
      // Equal scores, ordinary ones, and scores so far apart that most weights are zero.
      scale: fc.constantFrom(0, 1, 1, 30),
      seed: fc.nat(),
    })
    .map(({ batch, heads, tokens: { queries, keys }, size, causal, scale, seed }) => (pool) => {
      const out = pool.arena.floats(batch * queries * heads * size);
      const length = batch * keys * heads * size;
      const q = randomFloats(out.length, seed, scale);
      const k = randomFloats(length, seed + 1);
      const v = randomFloats(length, seed + 2);
      return { call: { q, k, v, out, batch, queries, keys, heads, size, causal }, outputs: [out] };
    }),
);
