import { z } from 'zod';
import { only } from './parse-config.ts';

const imageChannels = z.union([z.literal(3), z.literal(4)], 'only images of 3 or 4 channels can be shown');

/** diffusers' AutoencoderKL config with its defaults. */
export const autoencoderConfigSchema = z
  .looseObject({
    _class_name: z.literal('AutoencoderKL'),
    in_channels: imageChannels.default(3),
    out_channels: imageChannels.default(3),
    latent_channels: z.int().min(1).max(256).default(4),
    block_out_channels: z.array(z.int().min(1).max(16384)).min(1).max(8).default([64]),
    down_block_types: z.array(z.literal('DownEncoderBlock2D')).default(['DownEncoderBlock2D']),
    up_block_types: z.array(z.literal('UpDecoderBlock2D')).default(['UpDecoderBlock2D']),
    layers_per_block: z.int().min(1).max(16).default(1),
    norm_num_groups: z.int().min(1).max(1024).default(32),
    scaling_factor: z.number().gt(0).default(0.18215),
    shift_factor: z.number().nullish(),
    use_quant_conv: z.boolean().default(true),
    use_post_quant_conv: z.boolean().default(true),
    mid_block_add_attention: z.boolean().default(true),
    act_fn: only('silu', 'swish'),
    latents_mean: only(null),
    latents_std: only(null),
  })
  .superRefine((config, context) => {
    const refuse = (field: string, message: string) => context.addIssue({ code: 'custom', path: [field], message });
    for (const field of ['down_block_types', 'up_block_types'] as const) {
      if (config[field].length !== config.block_out_channels.length) {
        refuse(field, `needs one entry for each of the ${config.block_out_channels.length} blocks`);
      }
    }
    for (const width of config.block_out_channels) {
      if (width % config.norm_num_groups !== 0) {
        refuse('block_out_channels', `${width} channels cannot be cut into ${config.norm_num_groups} groups`);
      }
    }
    if (config.in_channels !== config.out_channels) refuse('out_channels', 'must equal in_channels');
  });

export type AutoencoderConfig = z.infer<typeof autoencoderConfigSchema>;
