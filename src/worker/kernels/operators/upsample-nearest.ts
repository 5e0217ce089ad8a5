import { demand } from '../demand.ts';
import { defineOperator, type Operator } from '../operator.ts';
import { type ImageShape, imageLength } from '../padding.ts';

export interface UpsampleNearestCall {
  /** Of x, [batch, height, width, channels]. */
  readonly shape: ImageShape;
  readonly x: Float32Array;
  /** [batch, 2 * height, 2 * width, channels]. */
  readonly y: Float32Array;
}

/** y[b, i, j, c] = x[b, floor(i / 2), floor(j / 2), c]. */
export const upsampleNearest: Operator<UpsampleNearestCall> = defineOperator({
  name: 'upsampleNearest',
  fields: { x: 'f32[]', y: 'out f32[]', lines: 'i32', width: 'i32', channels: 'i32' },
  check({ shape, x, y }) {
    demand(x.length === imageLength(shape), `an image of ${x.length} numbers`);
    demand(y.length === 4 * x.length, `${x.length} numbers to ${y.length}`);
  },
  cost: ({ y }) => 30 * y.length,
  values: ({ shape: [batch, height, width, channels], x, y }) => ({ x, y, lines: batch * height, width, channels }),
  reference({ shape: [batch, height, width, channels], x, y }) {
    const line = 2 * width * channels;
    for (let row = 0; row < batch * height; row++) {
      const top = 2 * row * line;
      for (let column = 0; column < 2 * width; column++) {
        const from = (row * width + Math.floor(column / 2)) * channels;
        y.set(x.subarray(from, from + channels), top + column * channels);
      }
      y.copyWithin(top + line, top, top + line);
    }
  },
});
