import fc from 'fast-check';
import type { ImageShape, Padding } from '../../../src/worker/kernels/padding.ts';

const size = fc.integer({ min: 1, max: 6 });
/** A small picture, or one whose lines are long enough to be cut into pieces. */
export const imageShapes: fc.Arbitrary<ImageShape> = fc.oneof(
  { weight: 4, arbitrary: fc.tuple(fc.integer({ min: 1, max: 3 }), size, size, fc.integer({ min: 1, max: 40 })) },
  {
    weight: 1,
    arbitrary: fc.tuple(fc.constant(1), fc.constant(1), fc.integer({ min: 90, max: 130 }), fc.constant(65)),
  },
);

const border = fc.integer({ min: 0, max: 2 });
export const paddings: fc.Arbitrary<Padding> = fc.oneof(
  fc.constant({ top: 0, left: 0, bottom: 0, right: 0 }),
  fc.record({ top: border, left: border, bottom: border, right: border }),
);
