import fc from 'fast-check';
import { matrix } from '../../../src/worker/kernels/operands/matrix.ts';
import { matmul } from '../../../src/worker/kernels/operators/matmul.ts';
import { casesOf } from '../operator-cases.ts';
import { convolutions, linears } from './gathers.ts';
import { randomFloats } from './random-floats.ts';

/** Past a group of rows, and past a block of inputs, but not both: the reference is slow. */
const linear = linears({ rows: [1, 60], k: [1, 40] }, { rows: [1, 3], k: [1, 400] });

const convolution = convolutions({ size: 6, channels: 20 });

export const matmulCases = casesOf(
  matmul,
  fc
    .record({
      rows: fc.oneof(linear, convolution),
      // Every number of vectors in a panel, and a last vector that is not full.
      columns: fc.oneof(fc.integer({ min: 1, max: 20 }), fc.integer({ min: 21, max: 150 })),
      bias: fc.boolean(),
      spare: fc.integer({ min: 0, max: 3 }),
      scale: fc.constantFrom(0, 1, 1, 1, 1e-20, 1e19),
      seed: fc.nat(),
    })
    .map(({ rows: { gather, k, length }, columns, bias, spare, scale, seed }) => (pool) => {
      const rows = gather.rowStart.length;
      const cStride = columns + spare;
      const c = pool.arena.floats((rows - 1) * cStride + columns);
      const weight = randomFloats(columns * k, seed + 1, scale);
      return {
        call: {
          a: randomFloats(length, seed, scale),
          gather,
          b: pool.load(matrix, { weight, outputs: columns, inputs: k }),
          bias: bias ? randomFloats(columns, seed + 2) : null,
          c,
          cStride,
        },
        outputs: [c],
      };
    }),
);
