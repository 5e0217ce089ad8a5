import { existsSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { z } from 'zod';
import { OhmbrushError } from '../../shared/errors.ts';
import { SAMPLERS } from '../../shared/recipe.ts';
import { parseSchedule, type ScheduleConfig } from '../samplers/schedule.ts';
import { type AutoencoderConfig, autoencoderConfigSchema } from './autoencoder-config.ts';
import { parseConfig, readJson } from './parse-config.ts';
import { type TextEncoderConfig, textEncoderConfigSchema } from './text-encoder-config.ts';
import { ofBlock, type UNetConfig, unetConfigSchema } from './unet-config.ts';

/** Every config of a model folder, read and checked; no weights. */
export interface ModelConfig {
  readonly textEncoder: TextEncoderConfig;
  readonly unet: UNetConfig;
  readonly autoencoder: AutoencoderConfig;
  readonly schedule: ScheduleConfig;
  readonly defaults: ModelDefaults;
}

/** The components that a model must have, and the classes that are implemented. */
const CLASSES: Record<string, readonly string[] | null> = {
  tokenizer: null,
  text_encoder: ['CLIPTextModel'],
  unet: ['UNet2DConditionModel'],
  vae: ['AutoencoderKL'],
  scheduler: null,
};

const modelIndexSchema = z.looseObject({ _class_name: z.string() });

/** ohmbrush.json in a model folder: what the model's maker recommends. The file and every field may be missing. */
const defaultsSchema = z.strictObject({
  name: z.string().min(1).max(80).optional(),
  steps: z.int().min(1).max(200).optional(),
  guidance: z.number().min(0).max(30).optional(),
  sampler: z.enum(SAMPLERS).optional(),
});
type ModelDefaults = z.infer<typeof defaultsSchema>;

/**
 * Reads and checks all configs of a model folder.
 *
 * @throws OhmbrushError 'not-found' when there is no such folder, 'bad-model' when a component is missing or not implemented, or
 * when the components do not fit together
 */
export function readModelConfig(folder: string): ModelConfig {
  checkComponents(folder);
  const file = (component: string) => join(folder, component, 'config.json');
  const read = <T extends z.ZodType>(schema: T, path: string) => parseConfig(schema, readJson(path), path);
  const scheduler = join(folder, 'scheduler', 'scheduler_config.json');
  const defaults = join(folder, 'ohmbrush.json');
  const config: ModelConfig = {
    textEncoder: read(textEncoderConfigSchema, file('text_encoder')),
    unet: read(unetConfigSchema, file('unet')),
    autoencoder: read(autoencoderConfigSchema, file('vae')),
    schedule: parseSchedule(readJson(scheduler), scheduler),
    defaults: existsSync(defaults) ? read(defaultsSchema, defaults) : {},
  };
  checkFit(folder, config);
  return config;
}

/** What a model without a name of its own is called. */
export function folderName(folder: string): string {
  return basename(resolve(folder));
}

/** Image pixels per latent position. */
export function autoencoderScale(config: AutoencoderConfig): number {
  return 2 ** (config.block_out_channels.length - 1);
}

/** Width and height of a picture must be multiples of this: every halving on the way down must come out even. */
export function sizeMultiple(config: ModelConfig): number {
  return autoencoderScale(config.autoencoder) * 2 ** (config.unet.block_out_channels.length - 1);
}

function checkComponents(folder: string): void {
  if (!existsSync(folder)) {
    throw new OhmbrushError(
      'not-found',
      `there is no model folder ${folder}`,
      'Check the path, or run: ohmbrush models',
    );
  }
  const index = join(folder, 'model_index.json');
  const components: Record<string, unknown> = parseConfig(modelIndexSchema, readJson(index), index);
  for (const [component, classes] of Object.entries(CLASSES)) {
    const entry = components[component];
    const className = Array.isArray(entry) ? entry[1] : null;
    if (typeof className !== 'string') {
      throw new OhmbrushError(
        'bad-model',
        `${index} names no ${component}`,
        'Use a text-to-image model of the Stable Diffusion 1.x or 2.x kind',
      );
    }
    if (classes && !classes.includes(className)) {
      throw new OhmbrushError(
        'bad-model',
        `${index}: the ${component} is a ${className}, only ${classes.join(' or ')} is implemented`,
        'Use a text-to-image model of the Stable Diffusion 1.x or 2.x kind',
      );
    }
  }
}

function checkFit(folder: string, { textEncoder, unet, autoencoder }: ModelConfig): void {
  const width = textEncoder.hidden_size;
  const refuse = (what: string) => {
    throw new OhmbrushError(
      'bad-model',
      `the components in ${folder} do not fit together: ${what}`,
      'Take all components from one text-to-image model',
    );
  };
  unet.block_out_channels.forEach((_, block) => {
    const context = ofBlock(unet.cross_attention_dim, block);
    if (context !== width) refuse(`the UNet wants text of ${context} channels, the text encoder gives ${width}`);
  });
  const pooled = unet.class_embed_type ? unet.projection_class_embeddings_input_dim : null;
  if (pooled && pooled !== width) {
    refuse(`the UNet wants pooled text of ${pooled} channels, the text encoder gives ${width}`);
  }
  for (const field of ['in_channels', 'out_channels'] as const) {
    if (unet[field] !== autoencoder.latent_channels) {
      refuse(
        `the UNet's ${field} is ${unet[field]}, the autoencoder's latents have ${autoencoder.latent_channels} channels`,
      );
    }
  }
}
