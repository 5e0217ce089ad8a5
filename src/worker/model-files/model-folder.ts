import { existsSync, readdirSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { OhmbrushError } from '../../shared/errors.ts';
import { decode } from '../../shared/formats/format.ts';
import { MODEL_CARD, type ModelCard } from '../../shared/formats/model-card.ts';
import { refuseUnread } from '../../shared/formats/refuse-unread.ts';
import { readModelJson } from './parse-config.ts';

const BUILT_IN = fileURLToPath(new URL('../../../resources/models', import.meta.url));

/** Diffusers' name for low-rank changes. */
const LOW_RANK = join('unet', 'pytorch_lora_weights.safetensors');

/** What shows that a folder holds a component. */
const SIGNS = {
  tokenizer: 'tokenizer',
  text_encoder: join('text_encoder', 'config.json'),
  unet: join('unet', 'config.json'),
  vae: join('vae', 'config.json'),
  scheduler: join('scheduler', 'scheduler_config.json'),
} as const;
type ComponentFolder = keyof typeof SIGNS;

/** Where the files of a model lie. */
export interface ModelFolder {
  readonly path: string;
  /** The model that this is a variant of; null for a whole model. */
  readonly base: { readonly id: string; readonly path: string } | null;
  /** What people read. */
  readonly name: string;
  /**
   * Steps, guidance and sampler, where the maker recommends any; those of the base where a variant's maker does not.
   */
  readonly recommended: Pick<ModelCard, 'steps' | 'guidance' | 'sampler'>;
  /**
   * How much of its guidance is kept along the picture itself, 0..1; see guidance.ts. Of a variant the base's, unless
   * its own maker says.
   */
  readonly guidanceParallel: number;
  /**
   * The share of the steps after which guidance stops, 0..1; see guidance.ts. As with the parallel part, a variant has
   * its base's.
   */
  readonly guidanceStop: number;
  /** model_index.json. */
  readonly index: string;
  /** The folder that each component comes from, whole: the model's own where it has the component, else the base's. */
  readonly components: Readonly<Record<ComponentFolder, string>>;
  /** A variant's low-rank changes of the UNet, if it has any. */
  readonly lowRank: string | null;
}

/**
 * A model folder in diffusers' layout, or a variant: a folder whose ohmbrush.json names a whole model as its `base`,
 * and that holds what differs, `unet/pytorch_lora_weights.safetensors` or whole components. The base is the folder of
 * that name beside the variant, else the built-in model of that name. Looks for files and reads ohmbrush.json, nothing
 * else.
 *
 * @throws OhmbrushError 'not-found' when there is no such folder or base, 'bad-model' for a wrong ohmbrush.json, for a
 *   base that
 * is a variant, and for a variant that changes nothing
 */
export function openModelFolder(path: string): ModelFolder {
  if (!existsSync(path)) {
    throw new OhmbrushError('model-folder-missing', { path });
  }
  const card = readCard(path);
  const base = card.base === undefined ? null : findBase(path, card.base);
  const fallback = base === null ? null : readCard(base.path);
  if (base !== null && fallback?.base !== undefined) {
    throw new OhmbrushError('base-is-variant', { path, base: base.id, root: String(fallback.base) });
  }
  const { steps, guidance, guidanceParallel = 1, guidanceStop = 1, sampler } = { ...fallback, ...card };
  const comesFrom = (file: string) => (base === null || existsSync(join(path, file)) ? path : base.path);
  const lowRank = join(path, LOW_RANK);
  const model: ModelFolder = {
    path,
    base,
    name: card.name ?? basename(resolve(path)),
    recommended: { steps, guidance, sampler },
    guidanceParallel,
    guidanceStop,
    index: join(comesFrom('model_index.json'), 'model_index.json'),
    components: Object.fromEntries(
      Object.entries(SIGNS).map(([component, sign]) => [component, join(comesFrom(sign), component)]),
    ) as Record<ComponentFolder, string>,
    lowRank: base !== null && existsSync(lowRank) ? lowRank : null,
  };
  const ownsOne = Object.values(SIGNS).some((sign) => comesFrom(sign) === path);
  if (model.lowRank === null && !ownsOne) {
    throw new OhmbrushError('variant-empty', { path, file: LOW_RANK });
  }
  return model;
}

/** The file may be missing. */
function readCard(folder: string): ModelCard {
  const path = join(folder, 'ohmbrush.json');
  if (!existsSync(path)) return {};
  const decoded = decode(MODEL_CARD, readModelJson(path));
  if (decoded.state === 'read') return decoded.value;
  if (decoded.state === 'future') throw refuseUnread('bad-model', path, decoded);
  throw new OhmbrushError('card-invalid', { path, why: decoded.why });
}

function findBase(variant: string, id: string): NonNullable<ModelFolder['base']> {
  if (/[/\\]/.test(id) || id === '.' || id === '..') {
    throw new OhmbrushError('base-is-path', { file: join(variant, 'ohmbrush.json'), base: id });
  }
  const beside = dirname(resolve(variant));
  // Compared with names that are there, never looked up as a path: systems know names that lead elsewhere ('C:x',
  // 'NUL').
  const parent = [beside, BUILT_IN].find((folder) => namesIn(folder).includes(id));
  if (parent === undefined) {
    throw new OhmbrushError('base-missing', { variant, base: id, folder: beside });
  }
  return { id, path: join(parent, id) };
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}
