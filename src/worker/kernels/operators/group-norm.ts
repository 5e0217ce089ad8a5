import { demand } from '../demand.ts';
import { defineOperator, type Operator } from '../operator.ts';
import { silu } from './activation.ts';
import { channelSumsLength } from './channel-sums.ts';

const { fround } = Math;

/**
 * Group normalisation of each image over all its pixels and the channels of a group, together with what stands around
 * it in a resnet block: an addition to every pixel before it, a scale and a shift by the time embedding and an
 * activation after it.
 *
 *     sum and square [b, c] = those of all chunks, ascending                                                  (float64)
 *     mean, meanSquare of a group = those of its channels, added ascending, / (pixels * its channels)         (float64)
 *     gain[b, c] = weight[c] / sqrt(max(0, meanSquare - mean * mean) + eps), offset = bias[c] - mean * gain   (float64)
 *     scaled: gain = gain * s, offset = offset * s + scaleShift[b, C + c], s = 1 + scaleShift[b, c]           (float64)
 *     y = f32(f32(x' * f32(gain)) + f32(offset)), or SiLU of it; x' = f32(x + added[b, c]), or x
 */
export interface GroupNormCall {
  /** [batch, pixels, channels], as y. */
  readonly x: Float32Array;
  readonly batch: number;
  readonly channels: number;
  readonly groups: number;
  /** What `channelSums` makes of x and added. */
  readonly sums: Float64Array;
  /** [channels], as bias. */
  readonly weight: Float32Array;
  readonly bias: Float32Array;
  readonly eps: number;
  /** [batch, channels]. */
  readonly added: Float32Array | null;
  /** [batch, 2 * channels]: the scales of an image, then its shifts. */
  readonly scaleShift: Float32Array | null;
  readonly silu: boolean;
  readonly y: Float32Array;
}

export const groupNorm: Operator<GroupNormCall> = defineOperator({
  name: 'groupNorm',
  fields: {
    x: 'f32[]',
    sums: 'f64[]',
    weight: 'f32[]',
    bias: 'f32[]',
    added: 'f32[]?',
    scaleShift: 'f32[]?',
    y: 'out f32[]',
    batch: 'i32',
    pixels: 'i32',
    channels: 'i32',
    groups: 'i32',
    chunks: 'i32',
    eps: 'f64',
    applySilu: 'bool',
  },
  check({ x, y, batch, channels, groups, sums, weight, bias, added, scaleShift }) {
    const pixels = x.length / (batch * channels);
    demand(channels % groups === 0, `${channels} channels in ${groups} groups`);
    demand(Number.isInteger(pixels) && pixels > 0 && x.length === y.length, `${x.length} numbers in ${batch} images`);
    demand(sums.length === channelSumsLength(batch, pixels, channels), `${sums.length} sums`);
    demand(weight.length === channels && bias.length === channels, `a norm of ${weight.length} channels`);
    demand(!added || added.length === batch * channels, 'one addition per image and channel');
    demand(!scaleShift || scaleShift.length === 2 * batch * channels, 'a scale and a shift per image and channel');
  },
  cost: ({ y, silu }) => (silu ? 150 : 40) * y.length,
  values: ({ x, y, batch, channels, groups, sums, weight, bias, eps, added, scaleShift, silu }) => ({
    x,
    sums,
    weight,
    bias,
    added,
    scaleShift,
    y,
    batch,
    pixels: x.length / (batch * channels),
    channels,
    groups,
    chunks: sums.length / (batch * 2 * channels),
    eps,
    applySilu: silu,
  }),
  reference(call) {
    const { x, y, batch, channels, added, silu: active } = call;
    const length = x.length / batch;
    for (let b = 0; b < batch; b++) {
      const { gain, offset } = gainsOf(call, b);
      for (let i = 0; i < length; i++) {
        const c = i % channels;
        const value = x[b * length + i]!;
        const input = added ? fround(value + added[b * channels + c]!) : value;
        const scaled = fround(fround(input * gain[c]!) + offset[c]!);
        y[b * length + i] = active ? silu(scaled) : scaled;
      }
    }
  },
});

/** What image b is multiplied by and what is added to it, [channels] each. */
function gainsOf({ x, batch, channels, groups, sums, weight, bias, eps, scaleShift }: GroupNormCall, b: number) {
  const width = channels / groups;
  const count = (x.length / (batch * channels)) * width;
  const own = sums.subarray((b * sums.length) / batch, ((b + 1) * sums.length) / batch);
  const overChunks = (first: number) => {
    let total = 0;
    for (let at = first; at < own.length; at += 2 * channels) total += own[at]!;
    return total;
  };
  const gain = new Float32Array(channels);
  const offset = new Float32Array(channels);
  for (let first = 0; first < channels; first += width) {
    let sum = 0;
    let square = 0;
    for (let c = first; c < first + width; c++) {
      sum += overChunks(c);
      square += overChunks(channels + c);
    }
    const mean = sum / count;
    const deviation = Math.sqrt(Math.max(0, square / count - mean * mean) + eps);
    for (let c = first; c < first + width; c++) {
      const g = weight[c]! / deviation;
      const o = bias[c]! - mean * g;
      const scale = scaleShift ? 1 + scaleShift[2 * b * channels + c]! : 1;
      gain[c] = g * scale;
      offset[c] = o * scale + (scaleShift ? scaleShift[(2 * b + 1) * channels + c]! : 0);
    }
  }
  return { gain, offset };
}
