import { channelSums, channelSumsLength } from '../../kernels/operators/channel-sums.ts';
import { groupNorm as groupNormOperator } from '../../kernels/operators/group-norm.ts';
import type { Compute } from '../compute.ts';
import { blank, type Tensor } from '../tensor.ts';
import { ACTIVATION_FLOPS } from './activation.ts';

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

/** What else is done to an image in the same pass. */
export interface GroupNormOptions {
  /** [batch, C] added to every pixel before the norm, and the layer that it comes from. */
  readonly added?: { readonly layer: string; readonly vector: Tensor } | null;
  /** [batch, 2 C] from a time embedding: the result becomes y (1 + scale) + shift. */
  readonly scaleShift?: Tensor | null;
  /** Apply SiLU to the result. */
  readonly silu?: boolean;
}

/** Group normalisation of x [batch, ..., C] over all positions and the channels of a group. */
export function groupNorm(
  { kernels, meter }: Compute,
  norm: GroupNorm,
  x: Tensor,
  { added = null, scaleShift = null, silu = false }: GroupNormOptions = {},
): Tensor {
  const batch = x.shape[0]!;
  const channels = x.shape[x.shape.length - 1]!;
  const vector = added?.vector.data ?? null;
  const y = blank(kernels.arena, x.shape);
  const sums = kernels.arena.doubles(channelSumsLength(batch, x.data.length / (batch * channels), channels));
  kernels.run(channelSums, { x: x.data, batch, channels, added: vector, sums });
  kernels.run(groupNormOperator, {
    x: x.data,
    batch,
    channels,
    groups: norm.groups,
    sums,
    weight: norm.weight,
    bias: norm.bias,
    eps: norm.eps,
    added: vector,
    scaleShift: scaleShift?.data ?? null,
    silu,
    y: y.data,
  });
  const size = x.data.length;
  if (added) meter.digital('elementwise', added.layer, size, 8 * size);
  // An addition for the mean, two operations for the square, two for gain and offset; read twice, written once.
  meter.digital('norm', norm.name, 5 * size, 12 * size);
  if (silu) meter.digital('activation', norm.name, ACTIVATION_FLOPS * size, 0);
  return y;
}
