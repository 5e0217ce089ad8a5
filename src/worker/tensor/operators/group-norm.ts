import type { Meter } from '../../energy/events.ts';
import { type Tensor, zeros } from '../tensor.ts';
import { ACTIVATION_FLOPS, siluOf } from './activation.ts';

/** A trained normalisation. */
export interface Norm {
  readonly name: string;
  /** [C]. */
  readonly weight: Float32Array;
  /** [C]. */
  readonly bias: Float32Array;
  readonly eps: number;
}

export interface GroupNorm extends Norm {
  readonly groups: number;
}

/**
 * Group normalisation of x [batch, ..., C] over all positions and the channels of a group, statistics in float64.
 *
 * @param options.scaleShift [batch, 2 C] from a time embedding: the result becomes y (1 + scale) + shift
 * @param options.silu apply SiLU to the result, in the same pass
 */
export function groupNorm(
  meter: Meter,
  norm: GroupNorm,
  x: Tensor,
  options: { scaleShift?: Tensor; silu?: boolean } = {},
): Tensor {
  const batch = x.shape[0]!;
  const channels = x.shape[x.shape.length - 1]!;
  const length = x.data.length / batch;
  const y = zeros(x.shape);
  const gain = new Float64Array(channels);
  const offset = new Float64Array(channels);
  const sums = new Float64Array(channels);
  const squares = new Float64Array(channels);
  for (let b = 0; b < batch; b++) {
    const image = x.data.subarray(b * length, (b + 1) * length);
    const out = y.data.subarray(b * length, (b + 1) * length);
    sumPerChannel(image, sums, squares);
    const mean = groupMeans(sums, norm.groups, length);
    const meanSquare = groupMeans(squares, norm.groups, length);
    for (let c = 0; c < channels; c++) {
      const variance = Math.max(0, meanSquare[c]! - mean[c]! * mean[c]!);
      gain[c] = norm.weight[c]! / Math.sqrt(variance + norm.eps);
      offset[c] = norm.bias[c]! - mean[c]! * gain[c]!;
    }
    if (options.scaleShift) {
      const at = b * 2 * channels;
      for (let c = 0; c < channels; c++) {
        const scale = 1 + options.scaleShift.data[at + c]!;
        gain[c] = gain[c]! * scale;
        offset[c] = offset[c]! * scale + options.scaleShift.data[at + channels + c]!;
      }
    }
    if (options.silu) affineSilu(image, gain, offset, out);
    else affine(image, gain, offset, out);
  }
  // An addition for the mean, two operations for the square, two for gain and offset; read twice, written once.
  meter.digital('norm', norm.name, 5 * x.data.length, 12 * x.data.length);
  if (options.silu) meter.digital('activation', norm.name, ACTIVATION_FLOPS * x.data.length, 0);
  return y;
}

/** Sums and sums of squares of each channel. In float64 a single pass is as good as two: squares of float32 are exact. */
function sumPerChannel(image: Float32Array, sums: Float64Array, squares: Float64Array): void {
  const channels = sums.length;
  sums.fill(0);
  squares.fill(0);
  for (let i = 0; i < image.length; i += channels) {
    for (let c = 0; c < channels; c++) {
      const value = image[i + c]!;
      sums[c] = sums[c]! + value;
      squares[c] = squares[c]! + value * value;
    }
  }
}

/** Sums per channel [C] -> the mean of each channel's group, again [C]. */
function groupMeans(sums: Float64Array, groups: number, imageLength: number): Float64Array {
  const width = sums.length / groups;
  const means = new Float64Array(sums.length);
  for (let g = 0; g < groups; g++) {
    let sum = 0;
    for (let c = g * width; c < (g + 1) * width; c++) sum += sums[c]!;
    means.fill(sum / (imageLength / groups), g * width, (g + 1) * width);
  }
  return means;
}

function affine(image: Float32Array, gain: Float64Array, offset: Float64Array, out: Float32Array): void {
  const channels = gain.length;
  for (let i = 0; i < image.length; i += channels) {
    for (let c = 0; c < channels; c++) out[i + c] = image[i + c]! * gain[c]! + offset[c]!;
  }
}

function affineSilu(image: Float32Array, gain: Float64Array, offset: Float64Array, out: Float32Array): void {
  const channels = gain.length;
  for (let i = 0; i < image.length; i += channels) {
    for (let c = 0; c < channels; c++) out[i + c] = siluOf(image[i + c]! * gain[c]! + offset[c]!);
  }
}
