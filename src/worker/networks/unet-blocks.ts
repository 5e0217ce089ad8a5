import type { Compute } from '../tensor/compute.ts';
import type { MatrixLayer } from '../tensor/matrix-layer.ts';
import { concatChannels, upsampleNearest } from '../tensor/operators/image.ts';
import type { Tensor } from '../tensor/tensor.ts';
import { HALVE_BOTTOM_RIGHT, HALVE_PADDED, sameSize } from './geometry.ts';
import type { LayerSource } from './layer-source.ts';
import { loadResnetBlock, type ResnetBlock, runResnetBlock } from './resnet-block.ts';
import { loadSpatialTransformer, runSpatialTransformer, type SpatialTransformer } from './spatial-transformer.ts';
import { headsOf, ofBlock, type UNetConfig } from './unet-config.ts';

/** What all blocks of a UNet share during one prediction. */
export interface UNetConditions {
  /** SiLU of the time embedding, [batch, channels]. */
  readonly time: Tensor;
  /** The prompt's words, [batch, words, channels]. */
  readonly context: Tensor;
}

interface Stage {
  readonly resnet: ResnetBlock;
  /** Null in DownBlock2D and UpBlock2D. */
  readonly transformer: SpatialTransformer | null;
}

export interface DownBlock {
  readonly stages: readonly Stage[];
  readonly downsample: MatrixLayer | null;
}

export interface MidBlock {
  readonly first: ResnetBlock;
  readonly stages: readonly { readonly transformer: SpatialTransformer; readonly resnet: ResnetBlock }[];
}

export interface UpBlock {
  readonly stages: readonly Stage[];
  readonly upsample: MatrixLayer | null;
}

export function loadDownBlock(source: LayerSource, config: UNetConfig, block: number): DownBlock {
  const name = `down_blocks.${block}`;
  const widths = config.block_out_channels;
  const width = widths[block]!;
  const attends = config.down_block_types[block] === 'CrossAttnDownBlock2D';
  return {
    stages: Array.from({ length: ofBlock(config.layers_per_block, block) }, (_, i) => ({
      resnet: loadResnet(
        source,
        config,
        `${name}.resnets.${i}`,
        i === 0 ? (widths[block - 1] ?? widths[0]!) : width,
        width,
      ),
      transformer: attends ? loadTransformer(source, config, `${name}.attentions.${i}`, block) : null,
    })),
    downsample:
      block < widths.length - 1
        ? source.conv(
            `${name}.downsamplers.0.conv`,
            width,
            width,
            config.downsample_padding === 1 ? HALVE_PADDED : HALVE_BOTTOM_RIGHT,
          )
        : null,
  };
}

export function loadMidBlock(source: LayerSource, config: UNetConfig): MidBlock {
  const block = config.block_out_channels.length - 1;
  const width = config.block_out_channels[block]!;
  return {
    first: loadResnet(source, config, 'mid_block.resnets.0', width, width),
    stages: [
      {
        transformer: loadTransformer(source, config, 'mid_block.attentions.0', block),
        resnet: loadResnet(source, config, 'mid_block.resnets.1', width, width),
      },
    ],
  };
}

/** @param index counted from the coarsest block, as diffusers does */
export function loadUpBlock(source: LayerSource, config: UNetConfig, index: number): UpBlock {
  const name = `up_blocks.${index}`;
  const widths = config.block_out_channels;
  const block = widths.length - 1 - index;
  const width = widths[block]!;
  const attends = config.up_block_types[index] === 'CrossAttnUpBlock2D';
  const count = ofBlock(config.layers_per_block, block) + 1;
  return {
    stages: Array.from({ length: count }, (_, i) => {
      const below = i === 0 ? (widths[block + 1] ?? width) : width;
      const skipped = i === count - 1 ? (widths[block - 1] ?? widths[0]!) : width;
      return {
        resnet: loadResnet(source, config, `${name}.resnets.${i}`, below + skipped, width),
        transformer: attends ? loadTransformer(source, config, `${name}.attentions.${i}`, block) : null,
      };
    }),
    upsample: block > 0 ? source.conv(`${name}.upsamplers.0.conv`, width, width, sameSize(3)) : null,
  };
}

function loadResnet(source: LayerSource, config: UNetConfig, name: string, inputs: number, outputs: number) {
  return loadResnetBlock(source, name, inputs, outputs, {
    groups: config.norm_num_groups,
    eps: config.norm_eps,
    timeChannels: 4 * config.block_out_channels[0]!,
    timeScaleShift: config.resnet_time_scale_shift === 'scale_shift',
  });
}

function loadTransformer(source: LayerSource, config: UNetConfig, name: string, block: number) {
  return loadSpatialTransformer(source, name, config.block_out_channels[block]!, {
    heads: headsOf(config, block),
    layers: ofBlock(config.transformer_layers_per_block, block),
    contextChannels: ofBlock(config.cross_attention_dim, block),
    groups: config.norm_num_groups,
    linearProjection: config.use_linear_projection,
  });
}

/** @param skips what the way up will take again: every image that this block makes is pushed */
export function runDownBlock(
  compute: Compute,
  block: DownBlock,
  x: Tensor,
  conditions: UNetConditions,
  skips: Tensor[],
): Tensor {
  let hidden = x;
  for (const stage of block.stages) {
    hidden = runStage(compute, stage, hidden, conditions);
    skips.push(hidden);
  }
  if (block.downsample) {
    hidden = compute.engine.apply(block.downsample, hidden);
    skips.push(hidden);
  }
  return hidden;
}

export function runMidBlock(compute: Compute, block: MidBlock, x: Tensor, conditions: UNetConditions): Tensor {
  let hidden = runResnetBlock(compute, block.first, x, conditions.time);
  for (const stage of block.stages) {
    hidden = runSpatialTransformer(compute, stage.transformer, hidden, conditions.context);
    hidden = runResnetBlock(compute, stage.resnet, hidden, conditions.time);
  }
  return hidden;
}

export function runUpBlock(
  compute: Compute,
  block: UpBlock,
  x: Tensor,
  conditions: UNetConditions,
  skips: Tensor[],
): Tensor {
  let hidden = x;
  for (const stage of block.stages) {
    hidden = concatChannels(compute.meter, stage.resnet.name, hidden, skips.pop()!);
    hidden = runStage(compute, stage, hidden, conditions);
  }
  if (!block.upsample) return hidden;
  return compute.engine.apply(block.upsample, upsampleNearest(compute.meter, block.upsample.name, hidden));
}

function runStage(compute: Compute, stage: Stage, x: Tensor, conditions: UNetConditions): Tensor {
  const hidden = runResnetBlock(compute, stage.resnet, x, conditions.time);
  return stage.transformer ? runSpatialTransformer(compute, stage.transformer, hidden, conditions.context) : hidden;
}
