import { demand } from '../demand.ts';
import type { Operator } from '../operator.ts';
import { forEachLine, type ImageShape, imageLength, type Padding, paddedLength, paddedLines } from '../padding.ts';

export interface PadImageCall {
  readonly image: Float32Array;
  readonly shape: ImageShape;
  readonly pad: Padding;
  readonly padded: Float32Array;
}

/** The image with zeros around every picture of the batch. */
export const padImage: Operator<PadImageCall> = {
  name: 'padImage',
  check({ image, shape, pad, padded }) {
    demand(image.length === imageLength(shape), `an image of ${image.length} numbers`);
    demand(padded.length === paddedLength(shape, pad), `a padded image of ${padded.length} numbers`);
  },
  cost: ({ padded }) => 30 * padded.length,
  fields: ({ image, shape, pad, padded }) => ({ inputs: [image], outputs: [padded], numbers: paddedLines(shape, pad) }),
  reference({ image, shape, pad, padded }) {
    padded.fill(0);
    forEachLine(shape, pad, (from, to, length) => padded.set(image.subarray(from, from + length), to));
  },
};
