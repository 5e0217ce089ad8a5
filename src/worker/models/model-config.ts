import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { OhmbrushError } from '../../shared/errors.ts';
import { phrase, type Value } from '../../shared/refusals.ts';
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
    throw new OhmbrushError('no-model-index', { path });
  }
  const components: Record<string, unknown> = parseConfig(modelIndexSchema, readModelJson(index), index);
  for (const [component, classes] of Object.entries(CLASSES)) {
    const entry = components[component];
    const className = Array.isArray(entry) ? entry[1] : null;
    if (typeof className !== 'string') {
      throw new OhmbrushError('component-missing', { file: index, component });
    }
    if (classes && !classes.includes(className)) {
      throw new OhmbrushError('component-unsupported', {
        file: index,
        component,
        found: className,
        supported: classes.join(' / '),
      });
    }
  }
}

function checkFit({ files, textEncoder, unet, autoencoder }: ModelConfig): void {
  const width = textEncoder.hidden_size;
  const refuse = (why: Value) => {
    throw new OhmbrushError('components-misfit', { folder: files.path, why });
  };
  unet.block_out_channels.forEach((_, block) => {
    const context = ofBlock(unet.cross_attention_dim, block);
    if (context !== width) refuse(phrase('text-channels', { wanted: context, given: width }));
  });
  const pooled = unet.class_embed_type ? unet.projection_class_embeddings_input_dim : null;
  if (pooled && pooled !== width) {
    refuse(phrase('pooled-text-channels', { wanted: pooled, given: width }));
  }
  for (const field of ['in_channels', 'out_channels'] as const) {
    if (unet[field] !== autoencoder.latent_channels) {
      refuse(phrase('latent-channels', { field, wanted: unet[field], given: autoencoder.latent_channels }));
    }
  }
}
