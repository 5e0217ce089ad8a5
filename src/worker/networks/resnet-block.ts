import type { Compute } from '../tensor/compute.ts';
import type { LayerSource } from '../tensor/layer-source.ts';
import type { MatrixLayer } from '../tensor/matrix-layer.ts';
import { add } from '../tensor/operators/elementwise.ts';
import { type GroupNorm, type GroupNormOptions, groupNorm } from '../tensor/operators/group-norm.ts';
import type { Tensor } from '../tensor/tensor.ts';
import { sameSize } from './geometry.ts';

/**
 * diffusers' ResnetBlock2D: norm, SiLU, convolution, twice, with the time embedding in between and a shortcut around.
 */
export interface ResnetBlock {
  readonly name: string;
  readonly norm1: GroupNorm;
  readonly conv1: MatrixLayer;
  /** Null in the autoencoder, which knows no time. */
  readonly timeProjection: MatrixLayer | null;
  readonly timeScaleShift: boolean;
  readonly norm2: GroupNorm;
  readonly conv2: MatrixLayer;
  /** Null where the number of channels stays the same. */
  readonly shortcut: MatrixLayer | null;
}

export interface ResnetOptions {
  readonly groups: number;
  readonly eps: number;
  /** Channels of the time embedding; null = none. */
  readonly timeChannels: number | null;
  /** The time embedding scales and shifts the second norm instead of being added before it. */
  readonly timeScaleShift: boolean;
}

export function loadResnetBlock(
  source: LayerSource,
  name: string,
  inputs: number,
  outputs: number,
  options: ResnetOptions,
): ResnetBlock {
  const { groups, eps, timeChannels, timeScaleShift } = options;
  const conv1 = source.conv(`${name}.conv1`, inputs, outputs, sameSize(3));
  return {
    name: conv1.name.slice(0, -'.conv1'.length),
    norm1: source.groupNorm(`${name}.norm1`, inputs, groups, eps),
    conv1,
    timeProjection: timeChannels
      ? source.linear(`${name}.time_emb_proj`, timeChannels, timeScaleShift ? 2 * outputs : outputs)
      : null,
    timeScaleShift,
    norm2: source.groupNorm(`${name}.norm2`, outputs, groups, eps),
    conv2: source.conv(`${name}.conv2`, outputs, outputs, sameSize(3)),
    shortcut: inputs === outputs ? null : source.conv(`${name}.conv_shortcut`, inputs, outputs, sameSize(1)),
  };
}

/**
 * @param x [batch, height, width, inputs]
 * @param time SiLU of the time embedding, [batch, timeChannels]; null in the autoencoder
 * @returns [batch, height, width, outputs]
 */
export function runResnetBlock(compute: Compute, block: ResnetBlock, x: Tensor, time: Tensor | null): Tensor {
  const { engine } = compute;
  const { arena } = compute.kernels;
  return arena.scope(() => {
    const shift = block.timeProjection && time ? engine.apply(block.timeProjection, time) : null;
    const added = shift && !block.timeScaleShift ? { layer: block.timeProjection!.name, vector: shift } : null;
    const hidden = arena.scope(() => {
      const first = normedConv(compute, block.norm1, block.conv1, x, {});
      return normedConv(compute, block.norm2, block.conv2, first, { added, scaleShift: added ? null : shift });
    });
    return add(compute, block.name, block.shortcut ? engine.apply(block.shortcut, x) : x, hidden);
  });
}

function normedConv(
  compute: Compute,
  norm: GroupNorm,
  conv: MatrixLayer,
  x: Tensor,
  options: Pick<GroupNormOptions, 'added' | 'scaleShift'>,
): Tensor {
  return compute.kernels.arena.scope(() =>
    compute.engine.apply(conv, groupNorm(compute, norm, x, { ...options, silu: true })),
  );
}
