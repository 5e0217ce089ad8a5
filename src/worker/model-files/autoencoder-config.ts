import { z } from 'zod';
import { customIssue } from '../../shared/custom-issue.ts';
import { type Phrase, phrase } from '../../shared/refusals.ts';
import { only } from './parse-config.ts';

const channels = z.int().min(1).max(16384);

/** What a picture's channels can be: RGB or RGBA. */
const SHOWN = [3, 4];

/** diffusers' AutoencoderKL config with its defaults, and the patch_size that its AutoencoderKLWan has. */
export const autoencoderConfigSchema = z
  .looseObject({
    _class_name: z.literal('AutoencoderKL'),
    in_channels: channels.default(3),
    out_channels: channels.default(3),
    /** The networks see each patch of this side as one position, its pixels as channels of their own. */
    patch_size: z
      .int()
      .min(1)
      .max(16)
      .nullish()
      .transform((side) => side ?? 1),
    latent_channels: z.int().min(1).max(256).default(4),
    block_out_channels: z.array(channels).min(1).max(8).default([64]),
    down_block_types: z.array(z.literal('DownEncoderBlock2D')).default(['DownEncoderBlock2D']),
    up_block_types: z.array(z.literal('UpDecoderBlock2D')).default(['UpDecoderBlock2D']),
    layers_per_block: z.int().min(1).max(16).default(1),
    norm_num_groups: z.int().min(1).max(1024).default(32),
    scaling_factor: z.number().min(1e-6).max(1e6).default(0.18215),
    shift_factor: z.number().min(-1e6).max(1e6).nullish(),
    use_quant_conv: z.boolean().default(true),
    use_post_quant_conv: z.boolean().default(true),
    mid_block_add_attention: z.boolean().default(true),
    act_fn: only('silu', 'swish'),
    latents_mean: only(null),
    latents_std: only(null),
  })
  .superRefine((config, context) => {
    const refuse = (field: string, problem: Phrase) => context.addIssue(customIssue(problem, [field]));
    for (const field of ['down_block_types', 'up_block_types'] as const) {
      if (config[field].length !== config.block_out_channels.length) {
        refuse(field, phrase('one-for-each-block', { count: config.block_out_channels.length }));
      }
    }
    for (const width of config.block_out_channels) {
      if (width % config.norm_num_groups !== 0) {
        refuse('block_out_channels', phrase('groups-misfit', { width, groups: config.norm_num_groups }));
      }
    }
    for (const field of ['in_channels', 'out_channels'] as const) {
      if (!SHOWN.includes(config[field] / config.patch_size ** 2)) refuse(field, onlyShown(config.patch_size));
    }
    if (config.in_channels !== config.out_channels) refuse('out_channels', phrase('must-equal-in-channels'));
  });

export type AutoencoderConfig = z.infer<typeof autoencoderConfigSchema>;

/** Channels of the picture: 3, RGB, or 4, RGBA. */
export function imageChannels({ out_channels, patch_size }: AutoencoderConfig): number {
  return out_channels / patch_size ** 2;
}

function onlyShown(side: number): Phrase {
  if (side === 1) return phrase('only-shown');
  return phrase('only-shown-in-patches', { side, rgb: 3 * side ** 2, rgba: 4 * side ** 2 });
}
