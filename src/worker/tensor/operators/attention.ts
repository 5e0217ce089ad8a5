import type { Meter } from '../../energy/events.ts';
import { exp } from '../exp.ts';
import { type Tensor, zeros } from '../tensor.ts';

/**
 * Scaled dot-product attention, softmax(q k^T / sqrt(C / heads)) v, head by head. Sums in float64, results rounded once.
 *
 * @param q [batch, queries, C]
 * @param k [batch, keys, C]
 * @param v [batch, keys, C]
 * @param options.causal a query sees only keys at its own position and before
 * @returns [batch, queries, C]
 */
export function attention(
  meter: Meter,
  layer: string,
  q: Tensor,
  k: Tensor,
  v: Tensor,
  options: { heads: number; causal?: boolean },
): Tensor {
  const [batch, queries, channels] = q.shape as [number, number, number];
  const keys = k.shape[1]!;
  const size = channels / options.heads;
  const scale = 1 / Math.sqrt(size);
  const out = zeros(q.shape);
  const scores = new Float64Array(keys);
  const sums = new Float64Array(size);
  // One head's keys and values side by side: the channels of other heads would spoil the cache.
  const headK = new Float32Array(keys * size);
  const headV = new Float32Array(keys * size);
  for (let b = 0; b < batch; b++) {
    for (let head = 0; head < options.heads; head++) {
      copyHead(k.data, b * keys * channels + head * size, channels, size, headK);
      copyHead(v.data, b * keys * channels + head * size, channels, size, headV);
      for (let row = 0; row < queries; row++) {
        const at = (b * queries + row) * channels + head * size;
        const visible = options.causal ? Math.min(row + 1, keys) : keys;
        const total = softmaxScores(q.data, at, headK, size, scale, visible, scores);
        weightedSum(scores, visible, headV, sums);
        for (let c = 0; c < size; c++) out.data[at + c] = sums[c]! / total;
      }
    }
  }
  const pairs = batch * options.heads * queries * keys;
  meter.digital(
    'attention',
    layer,
    4 * pairs * size,
    4 * (q.data.length + k.data.length + v.data.length + out.data.length),
  );
  // Maximum, difference, exponential as a short polynomial, sum, division.
  meter.digital('softmax', layer, 16 * pairs, 8 * pairs);
  return out;
}

function copyHead(from: Float32Array, start: number, stride: number, size: number, to: Float32Array): void {
  for (let row = 0, at = start; row < to.length; row += size, at += stride) to.set(from.subarray(at, at + size), row);
}

/** Fills scores with e^(score - largest) and returns their sum. */
function softmaxScores(
  q: Float32Array,
  at: number,
  k: Float32Array,
  size: number,
  scale: number,
  visible: number,
  scores: Float64Array,
): number {
  let largest = Number.NEGATIVE_INFINITY;
  for (let j = 0, row = 0; j < visible; j++, row += size) {
    let sum = 0;
    for (let c = 0; c < size; c++) sum += q[at + c]! * k[row + c]!;
    sum *= scale;
    scores[j] = sum;
    if (sum > largest) largest = sum;
  }
  let total = 0;
  for (let j = 0; j < visible; j++) {
    const weight = exp(scores[j]! - largest);
    scores[j] = weight;
    total += weight;
  }
  return total;
}

function weightedSum(weights: Float64Array, visible: number, v: Float32Array, sums: Float64Array): void {
  const size = sums.length;
  sums.fill(0);
  for (let j = 0, row = 0; j < visible; j++, row += size) {
    const weight = weights[j]!;
    for (let c = 0; c < size; c++) sums[c] = sums[c]! + weight * v[row + c]!;
  }
}
