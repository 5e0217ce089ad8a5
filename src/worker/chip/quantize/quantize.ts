import { OhmbrushError } from '../../../shared/errors.ts';
import { roundHalfToEven } from '../../kernels/rounding.ts';
import { signedMax } from './signed-max.ts';

const { fround } = Math;

/** Weights as signed integers with one scale per output channel: weight[n, k] is about integers[n, k] * scale[n]. */
export interface QuantizedWeights {
  /** [N, K]. */
  readonly integers: Int8Array;
  /** [N]. */
  readonly scale: Float32Array;
}

/**
 * Symmetric per-channel quantization, in float32 with one rounding per operation:
 * limit = max|W[n, :]| * clip, q = roundHalfToEven(W * (qMax / limit)) held within +-qMax, scale = limit / qMax.
 * A channel of zeros gets scale 0.
 *
 * @param weight [N, K]
 * @param clip fraction of a channel's largest weight at which the range ends
 * @param layer named in the error
 * @throws OhmbrushError 'bad-model' where a weight is not finite
 */
export function quantizeWeights(
  weight: Float32Array,
  outputs: number,
  bits: number,
  clip: number,
  layer: string,
): QuantizedWeights {
  const inputs = weight.length / outputs;
  const integers = new Int8Array(weight.length);
  const scale = new Float32Array(outputs);
  for (let n = 0; n < outputs; n++) {
    const from = n * inputs;
    const limit = fround(absoluteMaximum(weight, from, inputs, layer) * fround(clip));
    scale[n] = quantizeRange(weight, from, inputs, limit, bits, integers, from);
  }
  return { integers, scale };
}

/** Largest |x| of a run of weights. Throws where one of them is not finite. */
function absoluteMaximum(data: Float32Array, from: number, length: number, layer: string): number {
  let max = 0;
  // 0 * x is NaN exactly for the infinities and NaN.
  let finite = 0;
  for (let i = from; i < from + length; i++) {
    const value = data[i]!;
    const magnitude = Math.abs(value);
    if (magnitude > max) max = magnitude;
    finite += 0 * value;
  }
  if (finite !== 0) throw notFinite(layer, 'weight');
  return max;
}

/** What to throw where a layer meets an infinity or what is no number. */
export function notFinite(layer: string, what: 'weight' | 'input'): OhmbrushError {
  return new OhmbrushError(`${what}-not-finite`, { layer });
}

/**
 * Quantizes a run of numbers to +-(2^(bits-1)-1) with full scale `limit`, in float32 with one rounding per operation.
 * @returns the scale: x is about q * scale; 0 where the limit is 0 (all integers 0)
 */
export function quantizeRange(
  data: Float32Array,
  from: number,
  length: number,
  limit: number,
  bits: number,
  out: Int8Array,
  to: number,
): number {
  const qMax = signedMax(bits);
  const inverse = fround(qMax / limit);
  if (limit === 0 || inverse === Infinity) {
    out.fill(0, to, to + length);
    return 0;
  }
  for (let i = 0; i < length; i++) {
    const q = roundHalfToEven(fround(data[from + i]! * inverse));
    out[to + i] = Math.max(-qMax, Math.min(q, qMax));
  }
  return fround(limit / qMax);
}
