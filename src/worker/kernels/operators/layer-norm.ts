import { demand } from '../demand.ts';
import { defineOperator, type Operator } from '../operator.ts';
import { sumOfSixteen } from '../sum-of-sixteen.ts';

const { fround } = Math;

/**
 * Layer normalisation of every row, in float32; sums as in sum-of-sixteen.ts.
 *
 *     mean = f32(sum of x[c] / width), d[c] = f32(x[c] - mean)
 *     gain = f32(1 / sqrt(f64(sum of f32(d[c] * d[c])) / width + eps)), in float64 up to the end
 *     y[c] = f32(f32(f32(d[c] * gain) * weight[c]) + bias[c])
 */
export interface LayerNormCall {
  /** [rows, width], as y. */
  readonly x: Float32Array;
  /** [width], as bias. */
  readonly weight: Float32Array;
  readonly bias: Float32Array;
  readonly eps: number;
  readonly y: Float32Array;
}

export const layerNorm: Operator<LayerNormCall> = defineOperator({
  name: 'layerNorm',
  fields: { x: 'f32[]', weight: 'f32[]', bias: 'f32[]', y: 'out f32[]', rows: 'i32', width: 'i32', eps: 'f64' },
  check({ x, y, weight, bias }) {
    const width = weight.length;
    demand(width > 0 && bias.length === width, `a norm of ${width} numbers`);
    demand(x.length === y.length && x.length % width === 0, `${x.length} numbers in rows of ${width}`);
  },
  cost: ({ y }) => 80 * y.length,
  values: ({ x, y, weight, bias, eps }) => ({
    x,
    weight,
    bias,
    y,
    rows: y.length / weight.length,
    width: weight.length,
    eps,
  }),
  reference({ x, y, weight, bias, eps }) {
    const width = weight.length;
    const distance = new Float32Array(width);
    for (let row = 0; row < x.length; row += width) {
      const mean = fround(sumOfSixteen(width, (c) => x[row + c]!) / width);
      for (let c = 0; c < width; c++) distance[c] = x[row + c]! - mean;
      const squares = sumOfSixteen(width, (c) => fround(distance[c]! * distance[c]!));
      const gain = fround(1 / Math.sqrt(squares / width + eps));
      for (let c = 0; c < width; c++) y[row + c] = fround(fround(distance[c]! * gain) * weight[c]!) + bias[c]!;
    }
  },
});
