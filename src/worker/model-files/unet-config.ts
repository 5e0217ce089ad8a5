import { z } from 'zod';
import { customIssue } from '../../shared/custom-issue.ts';
import { type Phrase, phrase } from '../../shared/refusals.ts';
import { only } from './parse-config.ts';

const channels = z.int().min(1).max(16384);
const latentSide = z.int().min(1).max(1024);
const blocks = z.array(channels).min(1).max(8);
/** A number for all blocks, or one for each. */
const perBlock = (least: number, most: number) =>
  z.union([z.int().min(least).max(most), z.array(z.int().min(least).max(most)).min(1).max(8)]);

/**
 * diffusers' UNet2DConditionModel config with its defaults; what would change the network in another way is refused.
 */
export const unetConfigSchema = z
  .looseObject({
    _class_name: z.literal('UNet2DConditionModel'),
    sample_size: z.union([latentSide, z.tuple([latentSide, latentSide])]).nullish(),
    in_channels: channels.default(4),
    out_channels: channels.default(4),
    flip_sin_to_cos: z.boolean().default(true),
    freq_shift: z.number().min(-1e3).max(1e3).default(0),
    down_block_types: z
      .array(z.enum(['DownBlock2D', 'CrossAttnDownBlock2D']))
      .default(['CrossAttnDownBlock2D', 'CrossAttnDownBlock2D', 'CrossAttnDownBlock2D', 'DownBlock2D']),
    up_block_types: z
      .array(z.enum(['UpBlock2D', 'CrossAttnUpBlock2D']))
      .default(['UpBlock2D', 'CrossAttnUpBlock2D', 'CrossAttnUpBlock2D', 'CrossAttnUpBlock2D']),
    block_out_channels: blocks.default([320, 640, 1280, 1280]),
    layers_per_block: perBlock(1, 16).default(2),
    transformer_layers_per_block: perBlock(1, 16).default(1),
    cross_attention_dim: perBlock(1, 16384).default(1280),
    attention_head_dim: perBlock(1, 1024).default(8),
    num_attention_heads: perBlock(1, 1024).nullish(),
    use_linear_projection: z.boolean().default(false),
    norm_num_groups: z.int().min(1).max(1024).default(32),
    norm_eps: z.number().gt(0).max(1).default(1e-5),
    downsample_padding: z.union([z.literal(0), z.literal(1)]).default(1),
    resnet_time_scale_shift: z.enum(['default', 'scale_shift']).default('default'),
    conv_in_kernel: z.union([z.literal(1), z.literal(3), z.literal(5), z.literal(7)]).default(3),
    conv_out_kernel: z.union([z.literal(1), z.literal(3), z.literal(5), z.literal(7)]).default(3),
    class_embed_type: z.literal('simple_projection').nullish(),
    projection_class_embeddings_input_dim: channels.nullish(),
    act_fn: only('silu', 'swish'),
    mid_block_type: only('UNetMidBlock2DCrossAttn'),
    mid_block_scale_factor: only(1),
    center_input_sample: only(false),
    only_cross_attention: only(false, null),
    mid_block_only_cross_attention: only(false, null),
    dual_cross_attention: only(false),
    cross_attention_norm: only(null),
    attention_type: only('default'),
    num_class_embeds: only(null),
    class_embeddings_concat: only(false),
    addition_embed_type: only(null),
    encoder_hid_dim: only(null),
    encoder_hid_dim_type: only(null),
    reverse_transformer_layers_per_block: only(null),
    resnet_skip_time_act: only(false),
    resnet_out_scale_factor: only(1),
    time_embedding_type: only('positional'),
    time_embedding_dim: only(null),
    time_embedding_act_fn: only(null),
    timestep_post_act: only(null),
    time_cond_proj_dim: only(null),
  })
  .superRefine((config, context) => {
    const count = config.block_out_channels.length;
    const refuse = (field: string, problem: Phrase) => context.addIssue(customIssue(problem, [field]));
    for (const field of ['down_block_types', 'up_block_types'] as const) {
      if (config[field].length !== count) refuse(field, phrase('one-for-each-block', { count }));
    }
    for (const field of PER_BLOCK) {
      const value = config[field];
      if (Array.isArray(value) && value.length !== count) refuse(field, phrase('one-for-each-block', { count }));
    }
    config.block_out_channels.forEach((width, block) => {
      if (width % config.norm_num_groups !== 0) {
        refuse('block_out_channels', phrase('groups-misfit', { width, groups: config.norm_num_groups }));
      }
      const heads = ofBlock(config.num_attention_heads ?? config.attention_head_dim, block);
      const attends =
        config.down_block_types[block] === 'CrossAttnDownBlock2D' ||
        config.up_block_types[count - 1 - block] === 'CrossAttnUpBlock2D' ||
        block === count - 1;
      if (attends && width % heads !== 0) refuse('attention_head_dim', phrase('heads-misfit', { width, heads }));
    });
    if (config.block_out_channels[0]! % 2 !== 0) refuse('block_out_channels', phrase('first-must-be-even'));
    if (config.class_embed_type && !config.projection_class_embeddings_input_dim) {
      refuse('projection_class_embeddings_input_dim', phrase('needed-for-projection'));
    }
  });

const PER_BLOCK = [
  'layers_per_block',
  'transformer_layers_per_block',
  'cross_attention_dim',
  'attention_head_dim',
  'num_attention_heads',
] as const;

export type UNetConfig = z.infer<typeof unetConfigSchema>;

/** The value of a field that is one number for all blocks or one for each. */
export function ofBlock(value: number | readonly number[], block: number): number {
  return typeof value === 'number' ? value : value[block]!;
}

/** Heads of a block's attention: diffusers calls the number of heads attention_head_dim, for historical reasons. */
export function headsOf(config: UNetConfig, block: number): number {
  return ofBlock(config.num_attention_heads ?? config.attention_head_dim, block);
}
