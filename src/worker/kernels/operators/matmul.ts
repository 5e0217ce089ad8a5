import { demand } from '../demand.ts';
import { fused } from '../fused.ts';
import { type Gather, gatherGroup, gatherRow, gatherValues } from '../gather.ts';
import type { LoadedMatrix } from '../operands/matrix.ts';
import { defineOperator, type Operator } from '../operator.ts';

/** c[m, n] = sum over k of a[m, k] * b[n, k] (fused, k ascending from 0), plus bias[n] with a rounding of its own. */
export interface MatmulCall {
  /** Its rows are gathered. */
  readonly a: Float32Array;
  /** M is the number of its rows. */
  readonly gather: Gather;
  /** [N, K]. */
  readonly b: LoadedMatrix;
  /** [N]. */
  readonly bias: Float32Array | null;
  /** Row m starts at m * cStride. */
  readonly c: Float32Array;
  readonly cStride: number;
}

export const matmul: Operator<MatmulCall> = defineOperator({
  name: 'matmul',
  fields: {
    a: 'f32[]',
    gather: gatherGroup,
    rows: 'i32',
    matrix: 'packed',
    outputs: 'i32',
    inputs: 'i32',
    bias: 'f32[]?',
    c: 'out f32[]',
    cStride: 'i32',
  },
  check({ a, gather, b, bias, c, cStride }) {
    const { outputs: N, inputs: K } = b.shape;
    const rows = gather.rowStart.length;
    demand(gather.tapStart.length * gather.tapLength === K, `taps for ${K} inputs`);
    demand(gather.reach <= a.length, 'a row reaches beyond its input');
    demand(!bias || bias.length >= N, 'one bias per column');
    demand(rows === 0 || (cStride >= N && (rows - 1) * cStride + N <= c.length), `${rows} x ${N} results do not fit`);
  },
  // A vector holds a quarter as many float32 as int8.
  cost: ({ gather, b }) => 4 * gather.rowStart.length * b.shape.outputs * b.shape.inputs,
  values: ({ a, gather, b, bias, c, cStride }) => ({
    a,
    gather: gatherValues(gather),
    rows: gather.rowStart.length,
    matrix: b.address,
    outputs: b.shape.outputs,
    inputs: b.shape.inputs,
    bias,
    c,
    cStride,
  }),
  reference({ a, gather, b, bias, c, cStride }) {
    const { weight, outputs: N, inputs: K } = b.weights!;
    const row = new Float32Array(K);
    for (let m = 0; m < gather.rowStart.length; m++) {
      gatherRow(a, gather, m, row);
      for (let n = 0; n < N; n++) {
        let sum = 0;
        for (let k = 0; k < K; k++) sum = fused(row[k]!, weight[n * K + k]!, sum);
        c[m * cStride + n] = bias ? sum + bias[n]! : sum;
      }
    }
  },
});
