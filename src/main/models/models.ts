import { readdir, stat } from 'node:fs/promises';
import { basename, join, resolve, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { OhmbrushError } from '../../shared/errors.ts';
import { readJson } from '../files/read-json.ts';

const BUILT_IN = fileURLToPath(new URL('../../../resources/models', import.meta.url));

/** A model folder in diffusers' layout, or a variant of one (ohmbrush.json). The engine reads its contents. */
export interface InstalledModel {
  /** Name on the command line and in recipes: the folder's own name. */
  readonly id: string;
  /** Absolute. */
  readonly folder: string;
  readonly builtIn: boolean;
}

/** The components that painting needs (diffusers' names), each with its config file. */
const COMPONENTS = {
  tokenizer: null,
  text_encoder: 'config.json',
  unet: 'config.json',
  vae: 'config.json',
  scheduler: 'scheduler_config.json',
} as const;

/** File types loaded by unpickling, which runs any code that the file's maker put in. */
const PICKLE = /\.(ckpt|pt|pth|bin|pkl)$/i;

/**
 * The models that can be named by id: built-in ones, then those in the user's folder.
 *
 * @param userFolder folder that holds model folders, or undefined
 * @throws OhmbrushError 'not-found' when the user's folder cannot be listed
 */
export async function listModels(userFolder: string | undefined): Promise<InstalledModel[]> {
  const builtIn = await foldersIn(BUILT_IN).catch(() => []);
  const own =
    userFolder === undefined ? [] : await foldersIn(userFolder).catch(() => Promise.reject(noUserFolder(userFolder)));
  return [
    ...builtIn.map((folder) => ({ id: basename(folder), folder, builtIn: true })),
    ...own.map((folder) => ({ id: basename(folder), folder, builtIn: false })),
  ];
}

/**
 * The model of `listModels` with this id. The id may come from a stranger: it is compared with names, never used as a
 * path.
 *
 * @throws OhmbrushError 'not-found', or 'bad-model' for a folder that is no diffusers pipeline
 */
export async function modelOfId(id: string, userFolder: string | undefined): Promise<InstalledModel> {
  const models = await listModels(userFolder);
  const known = models.find((model) => model.id === id);
  if (!known) throw new OhmbrushError('not-found', `there is no model '${id}'`, whatThereIs(models));
  await checkPipeline(known.folder);
  return known;
}

/**
 * The model that the user names by `idOrFolder`: an id of `listModels`, or a path to a model folder.
 *
 * @throws OhmbrushError 'not-found', or 'bad-model' for a pickle file and for a folder that is no diffusers pipeline
 */
export async function resolveModel(idOrFolder: string, userFolder: string | undefined): Promise<InstalledModel> {
  const models = await listModels(userFolder);
  if (models.some((model) => model.id === idOrFolder)) return modelOfId(idOrFolder, userFolder);
  const kind = await stat(idOrFolder).catch(() => undefined);
  if (PICKLE.test(idOrFolder) && !kind?.isDirectory()) {
    throw new OhmbrushError(
      'bad-model',
      `${idOrFolder} is a pickle file, which can run any code while it is read, so Ohmbrush never opens one`,
      "Get the model as safetensors in diffusers' folder layout",
    );
  }
  if (!kind) {
    const looksLikePath = idOrFolder.includes('/') || idOrFolder.includes(sep);
    throw new OhmbrushError(
      'not-found',
      looksLikePath ? `there is no folder ${idOrFolder}` : `there is no model '${idOrFolder}'`,
      whatThereIs(models),
    );
  }
  if (!kind.isDirectory()) {
    throw new OhmbrushError(
      'bad-model',
      `${idOrFolder} is a single file, and a model is a folder in diffusers' layout`,
      'Give the folder that holds model_index.json',
    );
  }
  const folder = resolve(idOrFolder);
  await checkPipeline(folder);
  return { id: basename(folder), folder, builtIn: false };
}

/** Number of ids listed in an error. */
const NAMED = 20;

function whatThereIs(models: readonly InstalledModel[]): string {
  const ids = models.slice(0, NAMED).map(({ id }) => id);
  const more = models.length > NAMED ? ', ...' : '';
  return `Run \`ohmbrush models\` to see what there is${ids.length > 0 ? ` (${ids.join(', ')}${more})` : ''}, or give a model folder`;
}

async function foldersIn(parent: string): Promise<string[]> {
  const entries = await readdir(parent);
  const folders = entries.sort().map((entry) => join(resolve(parent), entry));
  const isModel = await Promise.all(
    folders.map(async (folder) => (await exists(join(folder, 'model_index.json'))) || (await hasCard(folder))),
  );
  return folders.filter((_, i) => isModel[i]);
}

function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}

/** Without an index file beside it, ohmbrush.json makes a folder a variant; the engine finds its base. */
function hasCard(folder: string): Promise<boolean> {
  return exists(join(folder, 'ohmbrush.json'));
}

/**
 * A cheap check: the index exists and names a pipeline, and every component has its folder and config. Variants pass.
 */
async function checkPipeline(folder: string): Promise<void> {
  if (!(await exists(join(folder, 'model_index.json'))) && (await hasCard(folder))) return;
  const parsed = await readJson(join(folder, 'model_index.json'), 'a model', 'bad-model').catch((error: Error) => {
    throw notAModel(folder, error.message);
  });
  if (typeof (parsed as { _class_name?: unknown } | null)?._class_name !== 'string') {
    throw notAModel(folder, 'its model_index.json names no pipeline');
  }
  for (const [component, config] of Object.entries(COMPONENTS)) {
    const path = join(folder, component, config ?? '');
    if (!(await exists(path))) {
      throw notAModel(folder, `it lacks ${join(component, config ?? '')}`);
    }
  }
}

function notAModel(folder: string, why: string): OhmbrushError {
  return new OhmbrushError(
    'bad-model',
    `${folder} is not a model that Ohmbrush can read: ${why}`,
    "Give a folder in diffusers' layout (model_index.json, tokenizer, text_encoder, unet, vae, scheduler)",
  );
}

function noUserFolder(folder: string): OhmbrushError {
  return new OhmbrushError(
    'not-found',
    `OHMBRUSH_MODELS names the folder ${folder}, which cannot be listed`,
    'Correct it or unset it',
  );
}
