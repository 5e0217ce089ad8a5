import { headsOf, ofBlock, type UNetConfig } from '../model-files/unet-config.ts';
import type { Compute } from '../tensor/compute.ts';
import type { LayerSource } from '../tensor/layer-source.ts';
import type { MatrixLayer } from '../tensor/matrix-layer.ts';
import { concatChannels, upsampleNearest } from '../tensor/operators/image.ts';
import type { Tensor } from '../tensor/tensor.ts';
import { HALVE_BOTTOM_RIGHT, HALVE_PADDED, sameSize } from './geometry.ts';
import { inTurn } from './in-turn.ts';
import { loadResnetBlock, type ResnetBlock, runResnetBlock } from './resnet-block.ts';
import { loadSpatialTransformer, runSpatialTransformer, type SpatialTransformer } from './spatial-transformer.ts';

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

/** A step down the U: an image to a smaller or deeper one. */
export type StepDown = (compute: Compute, x: Tensor, conditions: UNetConditions) => Tensor;

/** A step up: what comes from below, beside what the step down started from. */
export type StepUp = (compute: Compute, below: Tensor, skipped: Tensor, conditions: UNetConditions) => Tensor;

export function stepsDown({ stages, downsample }: DownBlock): StepDown[] {
  const steps: StepDown[] = stages.map((stage) => (compute, x, conditions) => {
    const { arena } = compute.kernels;
    return arena.scope(() =>
      transform(compute, stage, runResnetBlock(compute, stage.resnet, x, conditions.time), conditions),
    );
  });
  if (downsample) steps.push((compute, x) => compute.engine.apply(downsample, x));
  return steps;
}

export function stepsUp({ stages, upsample }: UpBlock): StepUp[] {
  const steps = stages.map(
    (stage): StepUp =>
      (compute, below, skipped, conditions) => {
        const { arena } = compute.kernels;
        return arena.scope(() => {
          const hidden = arena.scope(() => {
            const beside = concatChannels(compute, stage.resnet.name, below, skipped);
            return runResnetBlock(compute, stage.resnet, beside, conditions.time);
          });
          return transform(compute, stage, hidden, conditions);
        });
      },
  );
  if (!upsample) return steps;
  const last = steps.pop()!;
  const lastAndUpsample: StepUp = (compute, below, skipped, conditions) =>
    compute.kernels.arena.scope(() => {
      const hidden = last(compute, below, skipped, conditions);
      return compute.engine.apply(upsample, upsampleNearest(compute, upsample.name, hidden));
    });
  return [...steps, lastAndUpsample];
}

export function runMidBlock(compute: Compute, block: MidBlock, x: Tensor, { time, context }: UNetConditions): Tensor {
  return inTurn(
    compute.kernels.arena,
    () => runResnetBlock(compute, block.first, x, time),
    block.stages.flatMap(({ transformer, resnet }) => [
      (hidden: Tensor) => runSpatialTransformer(compute, transformer, hidden, context),
      (hidden: Tensor) => runResnetBlock(compute, resnet, hidden, time),
    ]),
  );
}

function transform(compute: Compute, { transformer }: Stage, x: Tensor, { context }: UNetConditions): Tensor {
  return transformer ? runSpatialTransformer(compute, transformer, x, context) : x;
}
