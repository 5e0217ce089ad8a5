import type { Compute } from '../tensor/compute.ts';
import type { LayerSource } from '../tensor/layer-source.ts';
import type { MatrixLayer } from '../tensor/matrix-layer.ts';
import { add } from '../tensor/operators/elementwise.ts';
import { type GroupNorm, groupNorm } from '../tensor/operators/group-norm.ts';
import { reshape, type Tensor } from '../tensor/tensor.ts';
import { sameSize } from './geometry.ts';
import { inTurn } from './in-turn.ts';
import { loadTransformerBlock, runTransformerBlock, type TransformerBlock } from './transformer-block.ts';

const NORM_EPS = 1e-6;

/** diffusers' Transformer2DModel on an image: its pixels as tokens, between two projections. */
export interface SpatialTransformer {
  readonly name: string;
  readonly norm: GroupNorm;
  readonly projectIn: MatrixLayer;
  readonly blocks: readonly TransformerBlock[];
  readonly projectOut: MatrixLayer;
}

export interface SpatialTransformerOptions {
  readonly heads: number;
  readonly layers: number;
  readonly contextChannels: number;
  readonly groups: number;
  /** Weights stored as a linear layer's, not as a 1 x 1 convolution's; the product is the same. */
  readonly linearProjection: boolean;
}

export function loadSpatialTransformer(
  source: LayerSource,
  name: string,
  channels: number,
  options: SpatialTransformerOptions,
): SpatialTransformer {
  const project = (part: string) =>
    options.linearProjection
      ? source.linear(`${name}.${part}`, channels, channels)
      : source.conv(`${name}.${part}`, channels, channels, sameSize(1));
  const projectIn = project('proj_in');
  return {
    name: projectIn.name.slice(0, -'.proj_in'.length),
    norm: source.groupNorm(`${name}.norm`, channels, options.groups, NORM_EPS),
    projectIn,
    blocks: Array.from({ length: options.layers }, (_, i) =>
      loadTransformerBlock(source, `${name}.transformer_blocks.${i}`, channels, options.contextChannels, options.heads),
    ),
    projectOut: project('proj_out'),
  };
}

/**
 * @param x [batch, height, width, channels]
 * @param context [batch, words, contextChannels]
 */
export function runSpatialTransformer(
  compute: Compute,
  transformer: SpatialTransformer,
  x: Tensor,
  context: Tensor,
): Tensor {
  const { engine } = compute;
  const { arena } = compute.kernels;
  const [batch, height, width, channels] = x.shape as [number, number, number, number];
  return arena.scope(() => {
    const enter = () => {
      const normed = reshape(groupNorm(compute, transformer.norm, x), [batch, height * width, channels]);
      return engine.apply(transformer.projectIn, normed);
    };
    const through = transformer.blocks.map(
      (block) => (tokens: Tensor) => runTransformerBlock(compute, block, tokens, context),
    );
    const leave = (tokens: Tensor) => engine.apply(transformer.projectOut, tokens);
    const tokens = inTurn(arena, enter, [...through, leave]);
    return add(compute, transformer.name, x, reshape(tokens, x.shape));
  });
}
