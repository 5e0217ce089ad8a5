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
import { roundHalfToEven } from '../rounding.ts';

const { fround } = Math;

/**
 * An image in integers of one range, with zeros around every picture of the batch (a linear layer's input is an image
 * of [1, 1, rows, channels] without them):
 *
 *     q = clamp(roundHalfToEven(f32(x * f32(qMax / limit))), -qMax, qMax), qMax = 2^(bits - 1) - 1
 *
 * and 0 where the limit is 0 or so small that the quotient is infinite.
 */
export interface QuantizeImageCall {
  readonly image: Float32Array;
  readonly shape: ImageShape;
  readonly pad: Padding;
  /** Full scale, a float32. Not negative. */
  readonly limit: number;
  /** 2 to 8. */
  readonly bits: number;
  readonly quantized: Int8Array;
}

export const quantizeImage: Operator<QuantizeImageCall> = defineOperator({
  name: 'quantizeImage',
  fields: { image: 'f32[]', quantized: 'out i8[]', lines: imageLinesGroup, limit: 'f32', bits: 'i32' },
  check({ image, shape, pad, limit, bits, quantized }) {
    demand(image.length === imageLength(shape), `an image of ${image.length} numbers`);
    demand(quantized.length === paddedLength(shape, pad), `a padded image of ${quantized.length} numbers`);
    demand(limit >= 0 && limit === fround(limit), `a range of ${limit}`);
    demand(bits >= 2 && bits <= 8, `integers of ${bits} bits`);
  },
  cost: ({ quantized }) => 35 * quantized.length,
  values: ({ image, shape, pad, limit, bits, quantized }) => ({
    image,
    quantized,
    lines: imageLines(shape, pad),
    limit,
    bits,
  }),
  reference({ image, shape, pad, limit, bits, quantized }, counts) {
    const qMax = 2 ** (bits - 1) - 1;
    const quotient = fround(qMax / limit);
    // Also where both are 0.
    const inverse = quotient < Number.POSITIVE_INFINITY ? quotient : 0;
    quantized.fill(0);
    forEachLine(shape, pad, (from, to, length) => {
      for (let i = 0; i < length; i++) {
        const x = image[from + i]!;
        if (!Number.isFinite(x)) counts.nonFinite++;
        quantized[to + i] = roundHalfToEven(Math.max(-qMax, Math.min(fround(x * inverse), qMax)));
      }
    });
  },
});
