import fc from 'fast-check';
import { quantizeImage } from '../../../src/worker/kernels/operators/quantize-image.ts';
import { imageLength, paddedLength } from '../../../src/worker/kernels/padding.ts';
import { casesOf } from '../operator-cases.ts';
import { imageShapes, paddings } from './images.ts';
import { randomFloats } from './random-floats.ts';

export const quantizeImageCases = casesOf(
  quantizeImage,
  fc
    .record({
      shape: imageShapes,
      pad: paddings,
      // 1.27 puts many inputs on a half; the last two make the quotient infinite.
      limit: fc.constantFrom(1.27, 1, 0.3, 1e-44, 0).map(Math.fround),
      bits: fc.integer({ min: 2, max: 8 }),
      seed: fc.nat(),
      broken: fc.constantFrom(0, 0, Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY),
    })
    .map(({ shape, pad, limit, bits, seed, broken }) => (pool) => {
      const image = randomFloats(imageLength(shape), seed, 2).map((x) => Math.round(x * 200) / 200);
      image[seed % image.length] = broken;
      const quantized = pool.arena.bytes(paddedLength(shape, pad));
      return { call: { image, shape, pad, limit, bits, quantized }, outputs: [quantized] };
    }),
);
