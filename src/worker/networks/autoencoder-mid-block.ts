import type { WeightReader } from '../model-files/weight-reader.ts';
import type { Compute } from '../tensor/compute.ts';
import type { MatrixLayer } from '../tensor/matrix-layer.ts';
import { attention } from '../tensor/operators/attention.ts';
import { add } from '../tensor/operators/elementwise.ts';
import { type GroupNorm, groupNorm } from '../tensor/operators/group-norm.ts';
import { reshape, type Tensor } from '../tensor/tensor.ts';
import { inTurn } from './in-turn.ts';
import { loadResnetBlock, type ResnetBlock, type ResnetOptions, runResnetBlock } from './resnet-block.ts';

interface PixelAttention {
  readonly name: string;
  readonly norm: GroupNorm;
  readonly query: MatrixLayer;
  readonly key: MatrixLayer;
  readonly value: MatrixLayer;
  readonly out: MatrixLayer;
}

/** The bottom of the autoencoder's encoder and decoder: two resnet blocks, in most models with attention in between. */
export interface AutoencoderMidBlock {
  readonly first: ResnetBlock;
  readonly attention: PixelAttention | null;
  readonly second: ResnetBlock;
}

export function loadAutoencoderMidBlock(
  reader: WeightReader,
  name: string,
  channels: number,
  resnet: ResnetOptions,
  withAttention: boolean,
): AutoencoderMidBlock {
  return {
    first: loadResnetBlock(reader, `${name}.resnets.0`, channels, channels, resnet),
    attention: withAttention ? loadPixelAttention(reader, `${name}.attentions.0`, channels, resnet) : null,
    second: loadResnetBlock(reader, `${name}.resnets.1`, channels, channels, resnet),
  };
}

/** Weights saved before diffusers 0.18 name the four projections otherwise. */
const OLD_NAMES = { to_q: 'query', to_k: 'key', to_v: 'value', 'to_out.0': 'proj_attn' };

function loadPixelAttention(
  reader: WeightReader,
  name: string,
  channels: number,
  { groups, eps }: ResnetOptions,
): PixelAttention {
  const project = (part: keyof typeof OLD_NAMES) => {
    const old = `${name}.${OLD_NAMES[part]}`;
    return reader.linear(`${name}.${part}`, channels, channels, reader.has(`${old}.weight`) ? { storedAs: old } : {});
  };
  const norm = reader.groupNorm(`${name}.group_norm`, channels, groups, eps);
  return {
    name: norm.name.slice(0, -'.group_norm'.length),
    norm,
    query: project('to_q'),
    key: project('to_k'),
    value: project('to_v'),
    out: project('to_out.0'),
  };
}

/** @param x [batch, height, width, channels] */
export function runAutoencoderMidBlock(compute: Compute, block: AutoencoderMidBlock, x: Tensor): Tensor {
  const { attention: pixels } = block;
  return inTurn(compute.kernels.arena, () => runResnetBlock(compute, block.first, x, null), [
    ...(pixels ? [(hidden: Tensor) => attendToPixels(compute, pixels, hidden)] : []),
    (hidden) => runResnetBlock(compute, block.second, hidden, null),
  ]);
}

function attendToPixels(compute: Compute, layers: PixelAttention, x: Tensor): Tensor {
  const { engine, kernels } = compute;
  const [batch, height, width, channels] = x.shape as [number, number, number, number];
  const attended = kernels.arena.scope(() => {
    const tokens = reshape(groupNorm(compute, layers.norm, x), [batch, height * width, channels]);
    const query = engine.apply(layers.query, tokens);
    const key = engine.apply(layers.key, tokens);
    const value = engine.apply(layers.value, tokens);
    return engine.apply(layers.out, attention(compute, layers.name, query, key, value, { heads: 1 }));
  });
  return add(compute, layers.name, x, reshape(attended, x.shape));
}
