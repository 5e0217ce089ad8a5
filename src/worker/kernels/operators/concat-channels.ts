import { demand } from '../demand.ts';
import { defineOperator, type Operator } from '../operator.ts';

export interface ConcatChannelsCall {
  /** [pixels, widthA]. */
  readonly a: Float32Array;
  readonly widthA: number;
  /** [pixels, widthB]. */
  readonly b: Float32Array;
  readonly widthB: number;
  /** [pixels, widthA + widthB]. */
  readonly y: Float32Array;
}

/** y[p] = a[p], b[p]. */
export const concatChannels: Operator<ConcatChannelsCall> = defineOperator({
  name: 'concatChannels',
  fields: { a: 'f32[]', b: 'f32[]', y: 'out f32[]', pixels: 'i32', widthA: 'i32', widthB: 'i32' },
  check({ a, widthA, b, widthB, y }) {
    const pixels = a.length / widthA;
    demand(Number.isInteger(pixels) && pixels * widthB === b.length, `${a.length} numbers beside ${b.length}`);
    demand(y.length === a.length + b.length, `${a.length} and ${b.length} numbers to ${y.length}`);
  },
  cost: ({ y }) => 30 * y.length,
  values: ({ a, widthA, b, widthB, y }) => ({ a, b, y, pixels: a.length / widthA, widthA, widthB }),
  reference({ a, widthA, b, widthB, y }) {
    for (let pixel = 0; pixel * widthA < a.length; pixel++) {
      const at = pixel * (widthA + widthB);
      y.set(a.subarray(pixel * widthA, (pixel + 1) * widthA), at);
      y.set(b.subarray(pixel * widthB, (pixel + 1) * widthB), at + widthA);
    }
  },
});
