import type { Compute } from '../tensor/compute.ts';
import type { LayerSource } from '../tensor/layer-source.ts';
import type { MatrixLayer } from '../tensor/matrix-layer.ts';
import { geglu } from '../tensor/operators/activation.ts';
import { attention } from '../tensor/operators/attention.ts';
import { add } from '../tensor/operators/elementwise.ts';
import type { Norm } from '../tensor/operators/group-norm.ts';
import { layerNorm } from '../tensor/operators/layer-norm.ts';
import type { Tensor } from '../tensor/tensor.ts';
import { inTurn } from './in-turn.ts';

const LAYER_NORM_EPS = 1e-5;

interface AttentionLayers {
  readonly name: string;
  readonly norm: Norm;
  readonly query: MatrixLayer;
  readonly key: MatrixLayer;
  readonly value: MatrixLayer;
  readonly out: MatrixLayer;
}

/** diffusers' BasicTransformerBlock: pixels look at each other, then at the words, then each goes through a GEGLU. */
export interface TransformerBlock {
  readonly name: string;
  readonly heads: number;
  readonly selfAttention: AttentionLayers;
  readonly crossAttention: AttentionLayers;
  readonly feedForwardNorm: Norm;
  readonly feedForwardIn: MatrixLayer;
  readonly feedForwardOut: MatrixLayer;
}

export function loadTransformerBlock(
  source: LayerSource,
  name: string,
  channels: number,
  contextChannels: number,
  heads: number,
): TransformerBlock {
  const feedForwardNorm = source.layerNorm(`${name}.norm3`, channels, LAYER_NORM_EPS);
  return {
    name: feedForwardNorm.name.slice(0, -'.norm3'.length),
    heads,
    selfAttention: loadAttention(source, name, 1, channels, channels),
    crossAttention: loadAttention(source, name, 2, channels, contextChannels),
    feedForwardNorm,
    feedForwardIn: source.linear(`${name}.ff.net.0.proj`, channels, 8 * channels),
    feedForwardOut: source.linear(`${name}.ff.net.2`, 4 * channels, channels),
  };
}

function loadAttention(
  source: LayerSource,
  block: string,
  index: 1 | 2,
  channels: number,
  contextChannels: number,
): AttentionLayers {
  const name = `${block}.attn${index}`;
  const out = source.linear(`${name}.to_out.0`, channels, channels);
  return {
    name: out.name.slice(0, -'.to_out.0'.length),
    norm: source.layerNorm(`${block}.norm${index}`, channels, LAYER_NORM_EPS),
    query: source.linear(`${name}.to_q`, channels, channels, { bias: false }),
    key: source.linear(`${name}.to_k`, contextChannels, channels, { bias: false }),
    value: source.linear(`${name}.to_v`, contextChannels, channels, { bias: false }),
    out,
  };
}

/**
 * @param x [batch, pixels, channels]
 * @param context [batch, words, contextChannels]
 */
export function runTransformerBlock(compute: Compute, block: TransformerBlock, x: Tensor, context: Tensor): Tensor {
  return inTurn(compute.kernels.arena, () => attend(compute, block.selfAttention, block.heads, x, null), [
    (hidden) => attend(compute, block.crossAttention, block.heads, hidden, context),
    (hidden) => feedForward(compute, block, hidden),
  ]);
}

function attend(compute: Compute, layers: AttentionLayers, heads: number, x: Tensor, context: Tensor | null): Tensor {
  const { engine, kernels } = compute;
  const attended = kernels.arena.scope(() => {
    const normed = layerNorm(compute, layers.norm, x);
    const source = context ?? normed;
    const query = engine.apply(layers.query, normed);
    const key = engine.apply(layers.key, source);
    const value = engine.apply(layers.value, source);
    return engine.apply(layers.out, attention(compute, layers.name, query, key, value, { heads }));
  });
  return add(compute, layers.name, x, attended);
}

function feedForward(compute: Compute, block: TransformerBlock, x: Tensor): Tensor {
  const { engine, kernels } = compute;
  const narrow = kernels.arena.scope(() => {
    const wide = engine.apply(block.feedForwardIn, layerNorm(compute, block.feedForwardNorm, x));
    return engine.apply(block.feedForwardOut, geglu(compute, block.feedForwardIn.name, wide));
  });
  return add(compute, block.name, x, narrow);
}
