import fc from 'fast-check';
import { padImage } from '../../../src/worker/kernels/operators/pad-image.ts';
import { imageLength, paddedLength } from '../../../src/worker/kernels/padding.ts';
import { casesOf } from '../operator-cases.ts';
import { imageShapes, paddings } from './images.ts';
import { randomFloats } from './random-floats.ts';

export const padImageCases = casesOf(
  padImage,
  fc.record({ shape: imageShapes, pad: paddings, seed: fc.nat() }).map(({ shape, pad, seed }) => (pool) => {
    const padded = pool.arena.floats(paddedLength(shape, pad));
    return { call: { image: randomFloats(imageLength(shape), seed), shape, pad, padded }, outputs: [padded] };
  }),
);
