import { demand } from '../demand.ts';
import { defineOperator, type Operator } from '../operator.ts';
import {
  forEachLine,
  type ImageShape,
  imageLength,
  imageLines,
  imageLinesGroup,
  type Padding,
  paddedLength,
} from '../padding.ts';

export interface PadImageCall {
  readonly image: Float32Array;
  readonly shape: ImageShape;
  readonly pad: Padding;
  readonly padded: Float32Array;
}

/** The image with zeros around every picture of the batch. */
export const padImage: Operator<PadImageCall> = defineOperator({
  name: 'padImage',
  fields: { image: 'f32[]', padded: 'out f32[]', lines: imageLinesGroup },
  check({ image, shape, pad, padded }) {
    demand(image.length === imageLength(shape), `an image of ${image.length} numbers`);
    demand(padded.length === paddedLength(shape, pad), `a padded image of ${padded.length} numbers`);
  },
  cost: ({ padded }) => 30 * padded.length,
  values: ({ image, shape, pad, padded }) => ({ image, padded, lines: imageLines(shape, pad) }),
  reference({ image, shape, pad, padded }) {
    padded.fill(0);
    forEachLine(shape, pad, (from, to, length) => padded.set(image.subarray(from, from + length), to));
  },
});
