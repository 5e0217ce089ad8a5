import { attention as operator } from '../../kernels/operators/attention.ts';
import type { Compute } from '../compute.ts';
import type { Tensor } from '../tensor.ts';

/**
 * Scaled dot-product attention, softmax(q k^T / sqrt(C / heads)) v, head by head.
 *
 * @param q [batch, queries, C]
 * @param k [batch, keys, C]
 * @param v [batch, keys, C]
 * @param options.causal a query sees only keys at its own position and before
 * @returns [batch, queries, C]
 */
export function attention(
  { kernels, meter }: Compute,
  layer: string,
  q: Tensor,
  k: Tensor,
  v: Tensor,
  { heads, causal = false }: { heads: number; causal?: boolean },
): Tensor {
  const [batch, queries, channels] = q.shape as [number, number, number];
  const keys = k.shape[1]!;
  const size = channels / heads;
  const out = kernels.arena.floats(q.data.length);
  kernels.run(operator, { q: q.data, k: k.data, v: v.data, out, batch, queries, keys, heads, size, causal });
  const pairs = batch * heads * queries * keys;
  meter.digital('attention', layer, 4 * pairs * size, 4 * (q.data.length + k.data.length + v.data.length + out.length));
  // Maximum, difference, exponential as a short polynomial, sum, division.
  meter.digital('softmax', layer, 16 * pairs, 8 * pairs);
  return { shape: q.shape, data: out };
}
