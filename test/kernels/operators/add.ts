import fc from 'fast-check';
import { add } from '../../../src/worker/kernels/operators/add.ts';
import { casesOf } from '../operator-cases.ts';

export const addCases = casesOf(
  add,
  fc
    .array(fc.tuple(fc.float({ noNaN: true }), fc.float({ noNaN: true })), { minLength: 1, maxLength: 3000 })
    .map((pairs) => (pool) => {
      const a = Float32Array.from(pairs, ([x]) => x);
      const b = Float32Array.from(pairs, ([, y]) => y);
      const sum = pool.arena.floats(a.length);
      return { call: { a, b, sum }, outputs: [sum] };
    }),
);
