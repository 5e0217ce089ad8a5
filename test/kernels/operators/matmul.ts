import fc from 'fast-check';
import { matrix } from '../../../src/worker/kernels/operands/matrix.ts';
import { matmul } from '../../../src/worker/kernels/operators/matmul.ts';
import { type ImageShape, imageLength } from '../../../src/worker/kernels/padding.ts';
import { convGather, linearGather } from '../../../src/worker/tensor/gather.ts';
import { casesOf } from '../operator-cases.ts';
import { randomFloats } from './random-floats.ts';

/** Past a group of rows, and past a block of inputs, but not both: the reference is slow. */
const linear = fc
  .oneof(
    fc.record({ rows: fc.integer({ min: 1, max: 60 }), k: fc.integer({ min: 1, max: 40 }) }),
    fc.record({ rows: fc.integer({ min: 1, max: 3 }), k: fc.integer({ min: 1, max: 400 }) }),
  )
  .map(({ rows, k }) => ({ gather: linearGather(rows, k), k, length: rows * k }));

const convolution = fc
  .record({
    shape: fc.tuple(
      fc.integer({ min: 1, max: 2 }),
      fc.integer({ min: 3, max: 6 }),
      fc.integer({ min: 3, max: 6 }),
      fc.integer({ min: 1, max: 20 }),
    ),
    kernel: fc.integer({ min: 1, max: 3 }),
    stride: fc.integer({ min: 1, max: 2 }),
  })
  .map(({ shape, kernel, stride }: { shape: ImageShape; kernel: number; stride: number }) => ({
    gather: convGather({ kernel, stride, pad: { top: 0, left: 0, bottom: 0, right: 0 } }, shape),
    k: kernel * kernel * shape[3],
    length: imageLength(shape),
  }));

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
