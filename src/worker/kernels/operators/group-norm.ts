import { demand } from '../demand.ts';
import type { Operator } from '../operator.ts';
import { silu } from './activation.ts';

const { fround } = Math;

/**
 * Group normalisation of each image over all its pixels and the channels of a group, together with what stands around it in a
 * resnet block: an addition to every pixel before it, a scale and a shift by the time embedding and an activation after it.
 *
 *     x' = f32(x + added[b, c]), or x
 *     sum and square [b, c] = sums of x' and x' * x' over the pixels, ascending                                   (float64)
 *     mean and meanSquare of a group = those of its channels, added ascending, / (pixels * channels of a group)   (float64)
 *     gain[b, c] = weight[c] / sqrt(max(0, meanSquare - mean * mean) + eps), offset = bias[c] - mean * gain       (float64)
 *     scaled: gain = gain * s, offset = offset * s + scaleShift[b, C + c], s = 1 + scaleShift[b, c]               (float64)
 *     y = f32(f32(x' * f32(gain)) + f32(offset)), or SiLU of it
 */
export interface GroupNormCall {
  /** [batch, pixels, channels], as y. */
  readonly x: Float32Array;
  readonly batch: number;
  readonly channels: number;
  readonly groups: number;
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

export const groupNorm: Operator<GroupNormCall> = {
  name: 'groupNorm',
  check({ x, y, batch, channels, groups, weight, bias, added, scaleShift }) {
    demand(
      batch > 0 && channels > 0 && groups > 0 && channels % groups === 0,
      `${channels} channels in ${groups} groups`,
    );
    demand(x.length === y.length && x.length % (batch * channels) === 0, `${x.length} numbers in ${batch} images`);
    demand(weight.length === channels && bias.length === channels, `a norm of ${weight.length} channels`);
    demand(!added || added.length === batch * channels, 'one addition per image and channel');
    demand(!scaleShift || scaleShift.length === 2 * batch * channels, 'a scale and a shift per image and channel');
  },
  cost: ({ y, silu }) => (silu ? 48 : 32) * y.length,
  fields: ({ x, y, batch, channels, groups, weight, bias, eps, added, scaleShift, silu }) => ({
    inputs: [x, weight, bias, added, scaleShift],
    outputs: [y],
    numbers: [batch, x.length / (batch * channels), channels, groups, eps, Number(silu)],
  }),
  reference({ x, y, batch, channels, groups, weight, bias, eps, added, scaleShift, silu: active }) {
    const length = x.length / batch;
    const width = channels / groups;
    const sum = new Float64Array(channels);
    const square = new Float64Array(channels);
    const gain = new Float32Array(channels);
    const offset = new Float32Array(channels);
    const inputs = new Float32Array(length);
    for (let b = 0; b < batch; b++) {
      for (let i = 0; i < length; i++) {
        const value = x[b * length + i]!;
        inputs[i] = added ? value + added[b * channels + (i % channels)]! : value;
      }
      sum.fill(0);
      square.fill(0);
      for (let i = 0; i < length; i++) {
        const c = i % channels;
        sum[c]! += inputs[i]!;
        square[c]! += inputs[i]! * inputs[i]!;
      }
      for (let first = 0; first < channels; first += width) {
        let total = 0;
        let totalSquare = 0;
        for (let c = first; c < first + width; c++) {
          total += sum[c]!;
          totalSquare += square[c]!;
        }
        const count = (length / channels) * width;
        const mean = total / count;
        const deviation = Math.sqrt(Math.max(0, totalSquare / count - mean * mean) + eps);
        for (let c = first; c < first + width; c++) {
          let g = weight[c]! / deviation;
          let o = bias[c]! - mean * g;
          if (scaleShift) {
            const s = 1 + scaleShift[2 * b * channels + c]!;
            g *= s;
            o = o * s + scaleShift[(2 * b + 1) * channels + c]!;
          }
          gain[c] = g;
          offset[c] = o;
        }
      }
      for (let i = 0; i < length; i++) {
        const c = i % channels;
        const value = fround(fround(inputs[i]! * gain[c]!) + offset[c]!);
        y[b * length + i] = active ? silu(value) : value;
      }
    }
  },
};
