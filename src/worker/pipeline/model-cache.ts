import { hashModel, modelStamp } from '../model-files/weights-file.ts';
import { loadModel, type Model } from '../models/load-model.ts';

/** A model in memory with what is derived from it. */
interface OpenModel {
  readonly model: Model;
  /** SHA-256, for the recipe. */
  readonly hash: string;
}

/** Keeps the model that was used last: the next picture usually wants the same one, and two would be two in memory. */
export function createModelCache(): { open(folder: string): OpenModel } {
  let kept: { readonly stamp: string; readonly open: OpenModel } | null = null;
  return {
    open(folder) {
      const stamp = modelStamp(folder);
      if (kept?.stamp !== stamp) {
        kept = null;
        kept = { stamp, open: { model: loadModel(folder), hash: hashModel(folder) } };
      }
      return kept.open;
    },
  };
}
