import type { Compute } from '../tensor/compute.ts';
import type { MatrixLayer } from '../tensor/matrix-layer.ts';
import { geglu } from '../tensor/operators/activation.ts';
import { attention } from '../tensor/operators/attention.ts';
import { add } from '../tensor/operators/elementwise.ts';
import type { Norm } from '../tensor/operators/group-norm.ts';
import { layerNorm } from '../tensor/operators/layer-norm.ts';
import type { Tensor } from '../tensor/tensor.ts';
import type { LayerSource } from './layer-source.ts';

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
  const { engine, meter } = compute;
  let hidden = attend(compute, block.selfAttention, block.heads, x, null);
  hidden = attend(compute, block.crossAttention, block.heads, hidden, context);
  const wide = engine.apply(block.feedForwardIn, layerNorm(meter, block.feedForwardNorm, hidden));
  const narrow = engine.apply(block.feedForwardOut, geglu(meter, block.feedForwardIn.name, wide));
  return add(meter, block.name, hidden, narrow);
}

function attend(compute: Compute, layers: AttentionLayers, heads: number, x: Tensor, context: Tensor | null): Tensor {
  const { engine, meter } = compute;
  const normed = layerNorm(meter, layers.norm, x);
  const source = context ?? normed;
  const mixed = attention(
    meter,
    layers.name,
    engine.apply(layers.query, normed),
    engine.apply(layers.key, source),
    engine.apply(layers.value, source),
    { heads },
  );
  return add(meter, layers.name, x, engine.apply(layers.out, mixed));
}
