import { createHash } from 'node:crypto';
import { closeSync, existsSync, readdirSync, readSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import { OhmbrushError } from '../../shared/errors.ts';
import { type ModelFolder, openModelFolder } from './model-folder.ts';
import { MOST_TOKENIZER_BYTES, openRegularFile } from './regular-file.ts';
import { pickleRefusal } from './safetensors.ts';

/** The components whose weights make the picture, and what diffusers and transformers call their files. */
export const COMPONENTS = ['text_encoder', 'unet', 'vae'] as const;
export type Component = (typeof COMPONENTS)[number];

const STEMS: Record<Component, string> = {
  text_encoder: 'model',
  unet: 'diffusion_pytorch_model',
  vae: 'diffusion_pytorch_model',
};

/**
 * The weights of a component: float32 where there are both, else the half-precision variant.
 *
 * @throws OhmbrushError 'bad-model' when there are none, only a pickle, or only pieces
 */
export function findWeights(model: ModelFolder, component: Component): string {
  const inside = model.components[component];
  const stem = STEMS[component];
  const names = namesIn(inside);
  const found = [`${stem}.safetensors`, `${stem}.fp16.safetensors`].find((name) => names.includes(name));
  if (found) return join(inside, found);
  const pickle = names.find((name) => /\.(bin|ckpt|pt|pth)$/.test(name));
  if (pickle) throw pickleRefusal(join(inside, pickle));
  if (names.some((name) => name.endsWith('.safetensors.index.json'))) {
    throw new OhmbrushError('weights-sharded', { folder: inside });
  }
  throw new OhmbrushError('weights-missing', { folder: inside, stem });
}

function namesIn(folder: string): string[] {
  if (!existsSync(folder)) return [];
  try {
    return readdirSync(folder);
  } catch (cause) {
    throw new OhmbrushError(
      'model-folder-unreadable',
      { folder },
      {
        cause,
      },
    );
  }
}

/** What else decides the picture, where a folder has it. */
const CONFIG_FILES = [
  ['text_encoder', 'config.json'],
  ['unet', 'config.json'],
  ['vae', 'config.json'],
  ['scheduler', 'scheduler_config.json'],
  ['tokenizer', 'tokenizer.json'],
  ['tokenizer', 'vocab.json'],
  ['tokenizer', 'merges.txt'],
  ['tokenizer', 'tokenizer_config.json'],
  ['tokenizer', 'special_tokens_map.json'],
] as const;

/** Every file that decides what a model paints, in a fixed order; a variant's low-rank changes come last. */
function modelFiles(model: ModelFolder): string[] {
  const configs = CONFIG_FILES.map(([component, name]) => join(model.components[component], name));
  return [
    ...COMPONENTS.map((component) => findWeights(model, component)),
    ...configs.filter((path) => existsSync(path)),
    ...(model.lowRank === null ? [] : [model.lowRank]),
  ];
}

/**
 * SHA-256 over the bytes of all weights and configs, a variant's base included, in a fixed order, and the way it is
 * guided where that is not the plain one: what a recipe names a model by. Reads every byte, so keep the result.
 *
 * @returns 64 hexadecimal digits
 */
export function hashModel(folder: string): string {
  const model = openModelFolder(folder);
  const hash = createHash('sha256');
  const buffer = new Uint8Array(1 << 20);
  for (const path of modelFiles(model)) {
    const { descriptor, size } = openRegularFile(path);
    try {
      if (!path.endsWith('.safetensors') && size > MOST_TOKENIZER_BYTES) {
        throw new OhmbrushError('config-too-large', { path, size });
      }
      hash.update(`${basename(path)} ${size}\n`);
      for (;;) {
        const count = readSync(descriptor, buffer);
        if (count === 0) break;
        hash.update(buffer.subarray(0, count));
      }
    } finally {
      closeSync(descriptor);
    }
  }
  if (model.guidanceParallel !== 1) hash.update(`guidanceParallel ${model.guidanceParallel}\n`);
  if (model.guidanceStop !== 1) hash.update(`guidanceStop ${model.guidanceStop}\n`);
  return hash.digest('hex');
}

/** Tells a folder whose files were replaced from the one that was loaded, without reading them. */
export function modelStamp(folder: string): string {
  const model = openModelFolder(folder);
  const stamps = modelFiles(model).map((file) => {
    const { size, mtimeMs } = statSync(file);
    return `${file} ${size} ${mtimeMs}`;
  });
  return [folder, model.guidanceParallel, model.guidanceStop, ...stamps].join('\n');
}
