import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { OhmbrushError } from '../../shared/errors.ts';
import { type AutoencoderConfig, autoencoderConfigSchema } from '../model-files/autoencoder-config.ts';
import { type ModelFolder, openModelFolder } from '../model-files/model-folder.ts';
import { parseConfig, readModelJson } from '../model-files/parse-config.ts';
import { type TextEncoderConfig, textEncoderConfigSchema } from '../model-files/text-encoder-config.ts';
import { ofBlock, type UNetConfig, unetConfigSchema } from '../model-files/unet-config.ts';
import type { Component } from '../model-files/weights-file.ts';
import { parseSchedule, type ScheduleConfig } from '../samplers/schedule.ts';

/** Every config of a model folder, read and checked; no weights. */
export interface ModelConfig {
  readonly files: ModelFolder;
  readonly textEncoder: TextEncoderConfig;
  readonly unet: UNetConfig;
  readonly autoencoder: AutoencoderConfig;
  readonly schedule: ScheduleConfig;
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

/**
 * Reads and checks all configs of a model folder.
 *
 * @throws OhmbrushError as openModelFolder does, 'bad-model' when a component is missing or not implemented, or when
 *   the components
 * do not fit together
 */
export function readModelConfig(folder: string): ModelConfig {
  const files = openModelFolder(folder);
  checkComponents(files);
  const file = (component: Component) => join(files.components[component], 'config.json');
  const read = <T extends z.ZodType>(schema: T, path: string) => parseConfig(schema, readModelJson(path), path);
  const scheduler = join(files.components.scheduler, 'scheduler_config.json');
  const config: ModelConfig = {
    files,
    textEncoder: read(textEncoderConfigSchema, file('text_encoder')),
    unet: read(unetConfigSchema, file('unet')),
    autoencoder: read(autoencoderConfigSchema, file('vae')),
    schedule: parseSchedule(readModelJson(scheduler), scheduler),
  };
  checkFit(config);
  return config;
}

/** Image pixels per latent position. */
export function autoencoderScale(config: AutoencoderConfig): number {
  return config.patch_size * 2 ** (config.block_out_channels.length - 1);
}

/** Width and height of a picture must be multiples of this: every halving on the way down must come out even. */
export function sizeMultiple(config: ModelConfig): number {
  return autoencoderScale(config.autoencoder) * 2 ** (config.unet.block_out_channels.length - 1);
}

function checkComponents({ path, index }: ModelFolder): void {
  if (!existsSync(index)) {
    throw new OhmbrushError(
      'bad-model',
      `${path} is no model: it has neither model_index.json nor an ohmbrush.json that names a base`,
      'A model is a folder in diffusers’ layout, or a variant of one: download or export it whole',
    );
  }
  const components: Record<string, unknown> = parseConfig(modelIndexSchema, readModelJson(index), index);
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

function checkFit({ files, textEncoder, unet, autoencoder }: ModelConfig): void {
  const width = textEncoder.hidden_size;
  const refuse = (what: string) => {
    throw new OhmbrushError(
      'bad-model',
      `the components in ${files.path} do not fit together: ${what}`,
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
