import type { ModelSummary } from '../../shared/engine/engine-protocol.ts';
import { OhmbrushError } from '../../shared/errors.ts';
import type { Engine } from '../engine/engine-client.ts';
import { LOOK_SECONDS, lookInTime } from './look-in-time.ts';
import { type InstalledModel, listModels, modelOfId } from './models.ts';

interface KnownModel {
  id: string;
  builtIn: boolean;
  summary: ModelSummary;
}

/** The models that the studio can paint with. */
export interface ModelCatalog {
  /** Models that can be read within seconds; others are left out, and `folderOf` says why. */
  list(): Promise<KnownModel[]>;
  /** @throws OhmbrushError 'not-found' or 'bad-model' */
  folderOf(modelId: string): Promise<string>;
}

/** A folder that ended the engine this many times is not read again, because a picture may be being painted there. */
const MOST_DEATHS = 2;

/**
 * @param userFolder folder with more models beside those that ship
 * @param seconds time limit for reading a folder
 */
export function createModelCatalog(
  engine: Pick<Engine, 'summarize'>,
  userFolder: string | undefined,
  seconds = LOOK_SECONDS,
): ModelCatalog {
  /** By folder: each is read once. One that gave no answer is not read again. */
  const looks = new Map<string, Promise<ModelSummary>>();
  const late = new Set<string>();
  const deaths = new Map<string, number>();

  function lookInto(folder: string): Promise<ModelSummary> {
    const before = looks.get(folder);
    if (before) return before;
    const look = engine.summarize(folder);
    looks.set(folder, look);
    look.catch((error: unknown) => {
      // Problems that the user can correct are checked again with the next list.
      const died = error instanceof OhmbrushError && error.code === 'engine-died';
      if (died) deaths.set(folder, (deaths.get(folder) ?? 0) + 1);
      if ((deaths.get(folder) ?? 0) < MOST_DEATHS) looks.delete(folder);
    });
    return look;
  }

  async function read({ id, folder, builtIn }: InstalledModel): Promise<KnownModel | null> {
    try {
      return { id, builtIn, summary: await lookInTime(lookInto(folder), folder, late.has(folder) ? 0 : seconds) };
    } catch (error) {
      if (error instanceof OhmbrushError && error.code === 'too-much') late.add(folder);
      return null;
    }
  }

  return {
    async list() {
      const folders = await listModels(userFolder);
      const known: (KnownModel | null)[] = [];
      // One after the other, so that the folder that ended the engine is known; after one gave no answer, all remaining
      // ones together.
      while (folders.length > 0) {
        const next = folders.splice(0, late.size === 0 ? 1 : folders.length);
        known.push(...(await Promise.all(next.map(read))));
      }
      return known.filter((model) => model !== null);
    },
    async folderOf(modelId) {
      return (await modelOfId(modelId, userFolder)).folder;
    },
  };
}
