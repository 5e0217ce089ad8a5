import { demand } from '../demand.ts';
import { defineOperator, type Operator } from '../operator.ts';
import { gelu } from './activation.ts';

const { fround } = Math;

export interface GegluCall {
  /** [rows, 2 * width]. */
  readonly x: Float32Array;
  /** [rows, width]. */
  readonly y: Float32Array;
  readonly width: number;
}

/** y[row, c] = x[row, c] * gelu(x[row, width + c]) (Shazeer 2020, arXiv 2002.05202). */
export const geglu: Operator<GegluCall> = defineOperator({
  name: 'geglu',
  fields: { x: 'f32[]', y: 'out f32[]', rows: 'i32', width: 'i32' },
  check({ x, y, width }) {
    demand(width > 0 && y.length % width === 0, `${y.length} numbers in rows of ${width}`);
    demand(x.length === 2 * y.length, `${x.length} numbers to ${y.length}`);
  },
  cost: ({ y }) => 120 * y.length,
  values: ({ x, y, width }) => ({ x, y, rows: y.length / width, width }),
  reference({ x, y, width }) {
    for (let row = 0; row * width < y.length; row++) {
      for (let c = 0; c < width; c++) {
        const at = row * 2 * width + c;
        y[row * width + c] = fround(x[at]! * gelu(x[at + width]!));
      }
    }
  },
});
