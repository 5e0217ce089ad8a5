import { z } from 'zod';
import { customIssue } from '../../shared/custom-issue.ts';
import { phrase } from '../../shared/refusals.ts';
import { shown } from './parse-config.ts';

const width = z.int().min(1).max(16384);

/** transformers' CLIPTextConfig with its defaults. */
export const textEncoderConfigSchema = z
  .looseObject({
    architectures: z
      .array(z.string())
      .nullish()
      .superRefine((names, context) => {
        if (names && !names.includes('CLIPTextModel')) {
          context.addIssue(customIssue(phrase('only-clip', { value: shown(names) })));
        }
      }),
    vocab_size: z.int().min(1).max(1_000_000).default(49408),
    hidden_size: width.default(512),
    intermediate_size: width.default(2048),
    num_hidden_layers: z.int().min(1).max(64).default(12),
    num_attention_heads: z.int().min(1).max(256).default(8),
    max_position_embeddings: z.int().min(2).max(4096).default(77),
    hidden_act: z.enum(['quick_gelu', 'gelu']).default('quick_gelu'),
    layer_norm_eps: z.number().gt(0).max(1).default(1e-5),
    bos_token_id: z.int().min(0).nullish(),
    eos_token_id: z.int().min(0).default(49407),
    pad_token_id: z.int().min(0).nullish(),
  })
  .superRefine((config, context) => {
    if (config.hidden_size % config.num_attention_heads !== 0) {
      context.addIssue(customIssue(phrase('must-divide', { field: 'hidden_size' }), ['num_attention_heads']));
    }
  });

export type TextEncoderConfig = z.infer<typeof textEncoderConfigSchema>;
