import { readdir, stat } from 'node:fs/promises';
import { basename, join, resolve, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { OhmbrushError } from '../../shared/errors.ts';
import { phrase, type Value } from '../../shared/refusals.ts';
import { readJson } from '../files/read-json.ts';
import { reasonOf } from '../files/reason-of.ts';

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
  if (!known) throw new OhmbrushError('model-unknown', { id, advice: whatThereIs(models) });
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
    throw new OhmbrushError('model-is-pickle', { path: idOrFolder });
  }
  if (!kind) {
    const looksLikePath = idOrFolder.includes('/') || idOrFolder.includes(sep);
    const advice = whatThereIs(models);
    throw looksLikePath
      ? new OhmbrushError('folder-unknown', { path: idOrFolder, advice })
      : new OhmbrushError('model-unknown', { id: idOrFolder, advice });
  }
  if (!kind.isDirectory()) {
    throw new OhmbrushError('model-is-file', { path: idOrFolder });
  }
  const folder = resolve(idOrFolder);
  await checkPipeline(folder);
  return { id: basename(folder), folder, builtIn: false };
}

/** Number of ids listed in an error. */
const NAMED = 20;

function whatThereIs(models: readonly InstalledModel[]): Value {
  if (models.length === 0) return phrase('see-models');
  const ids = models.slice(0, NAMED).map(({ id }) => id);
  return phrase('see-models-named', { models: models.length > NAMED ? [...ids, '...'] : ids });
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
  const parsed = await readJson(join(folder, 'model_index.json'), phrase('a-model'), 'bad-model').catch(
    (error: unknown) => {
      throw notAModel(folder, reasonOf(error));
    },
  );
  if (typeof (parsed as { _class_name?: unknown } | null)?._class_name !== 'string') {
    throw notAModel(folder, phrase('no-pipeline-named'));
  }
  for (const [component, config] of Object.entries(COMPONENTS)) {
    const path = join(folder, component, config ?? '');
    if (!(await exists(path))) {
      throw notAModel(folder, phrase('lacks', { path: join(component, config ?? '') }));
    }
  }
}

function notAModel(folder: string, why: Value): OhmbrushError {
  return new OhmbrushError('not-a-model', { folder, why });
}

function noUserFolder(folder: string): OhmbrushError {
  return new OhmbrushError('models-folder-unlisted', { folder });
}
