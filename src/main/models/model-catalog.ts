import type { ModelSummary } from '../../shared/engine-protocol.ts';
import type { Easel } from '../easel.ts';
import { listModels, type ModelFolder, resolveModel } from './models.ts';

interface KnownModel {
  id: string;
  builtIn: boolean;
  summary: ModelSummary;
}

/** The models that a studio can paint with. */
export interface ModelCatalog {
  /** Those that can be read; a folder that cannot is left out, and `folderOf` says why. */
  list(): Promise<KnownModel[]>;
  /** @throws OhmbrushError 'not-found' or 'bad-model' */
  folderOf(modelId: string): Promise<string>;
}

/** @param userFolder folder with more models beside those that ship */
export function createModelCatalog(easel: Pick<Easel, 'summarize'>, userFolder: string | undefined): ModelCatalog {
  /** By folder: what is in one is read once. */
  const summaries = new Map<string, ModelSummary>();

  async function read({ id, folder, builtIn }: ModelFolder): Promise<KnownModel | null> {
    try {
      const summary = summaries.get(folder) ?? (await easel.summarize(folder));
      summaries.set(folder, summary);
      return { id, builtIn, summary };
    } catch {
      return null;
    }
  }

  return {
    async list() {
      const known = await Promise.all((await listModels(userFolder)).map(read));
      return known.filter((model) => model !== null);
    },
    async folderOf(modelId) {
      return (await resolveModel(modelId, userFolder)).folder;
    },
  };
}
