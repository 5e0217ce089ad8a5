import { demand } from '../demand.ts';
import { exponential } from '../exponential.ts';
import { fused } from '../fused.ts';
import { defineOperator, type Operator } from '../operator.ts';
import { sumOfSixteen } from '../sum-of-sixteen.ts';

/**
 * Scaled dot-product attention. C = heads * size. For every sequence b, head h and query i:
 *
 *     score[j]  = f32(sum over c of q[i, c] * k[j, c] * f32(1 / sqrt(size)))         the sum fused, c ascending from 0
 *     weight[j] = exponential(f32(score[j] - largest score)), 0 for keys that the query does not see
 *     out[i, c] = f32(sum over j of weight[j] * v[j, c] / sumOfSixteen(weight))       the sum fused, j ascending from 0
 */
export interface AttentionCall {
  /** [batch, queries, C]. */
  readonly q: Float32Array;
  /** [batch, keys, C]. */
  readonly k: Float32Array;
  /** [batch, keys, C]. */
  readonly v: Float32Array;
  /** [batch, queries, C]. */
  readonly out: Float32Array;
  readonly batch: number;
  readonly queries: number;
  readonly keys: number;
  readonly heads: number;
  /** Channels of a head. */
  readonly size: number;
  /** A query sees only keys at its own position and before. */
  readonly causal: boolean;
}

const { fround } = Math;

export const attention: Operator<AttentionCall> = defineOperator({
  name: 'attention',
  fields: {
    q: 'f32[]',
    k: 'f32[]',
    v: 'f32[]',
    out: 'out f32[]',
    batch: 'i32',
    queries: 'i32',
    keys: 'i32',
    heads: 'i32',
    size: 'i32',
    causal: 'bool',
    scale: 'f32',
  },
  check({ q, k, v, out, batch, queries, keys, heads, size }) {
    demand(keys > 0 && heads > 0 && size > 0, `${heads} heads of ${size} channels and ${keys} keys`);
    const channels = heads * size;
    demand(
      q.length === batch * queries * channels && out.length === q.length,
      `${queries} queries in ${q.length} numbers`,
    );
    demand(k.length === batch * keys * channels && v.length === k.length, `${keys} keys in ${k.length} numbers`);
  },
  // Two products in float32, and an exponential worth many.
  cost: ({ batch, queries, keys, heads, size }) => batch * heads * queries * keys * (8 * size + 64),
  values: ({ q, k, v, out, batch, queries, keys, heads, size, causal }) => ({
    q,
    k,
    v,
    out,
    batch,
    queries,
    keys,
    heads,
    size,
    causal,
    scale: scaleOf(size),
  }),
  reference({ q, k, v, out, batch, queries, keys, heads, size, causal }) {
    const channels = heads * size;
    const scale = scaleOf(size);
    const weights = new Float32Array(keys);
    for (let b = 0; b < batch; b++) {
      for (let head = 0; head < heads; head++) {
        const first = b * keys * channels + head * size;
        for (let i = 0; i < queries; i++) {
          const at = (b * queries + i) * channels + head * size;
          const visible = causal ? Math.min(i + 1, keys) : keys;
          for (let j = 0; j < visible; j++) {
            let sum = 0;
            for (let c = 0; c < size; c++) sum = fused(q[at + c]!, k[first + j * channels + c]!, sum);
            weights[j] = sum * scale;
          }
          toExponentials(weights, visible);
          const total = sumOfSixteen(keys, (j) => weights[j]!);
          for (let c = 0; c < size; c++) {
            let sum = 0;
            for (let j = 0; j < keys; j++) sum = fused(weights[j]!, v[first + j * channels + c]!, sum);
            out[at + c] = sum / total;
          }
        }
      }
    }
  },
});

function scaleOf(size: number): number {
  return fround(1 / Math.sqrt(size));
}

function toExponentials(scores: Float32Array, visible: number): void {
  let largest = Number.NEGATIVE_INFINITY;
  for (let j = 0; j < visible; j++) largest = Math.max(largest, scores[j]!);
  for (let j = 0; j < visible; j++) scores[j] = exponential(fround(scores[j]! - largest));
  scores.fill(0, visible);
}
