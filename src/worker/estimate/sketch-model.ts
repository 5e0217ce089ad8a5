import { loadModel, type Model } from '../models/load-model.ts';

/** Weights of a layer that are looked at, at least: their mean conductance is then known to about 1 %. */
const sampledWeights = 2 ** 14;

/**
 * A model to count with, not to paint with: every tensor holds only some rows of its first dimension
 * (SafetensorsFile.sample), a few megabytes where the model has gigabytes. Names, shapes and geometry are whole.
 *
 * @throws OhmbrushError as loadModel does
 */
export function sketchModel(folder: string): Model {
  return loadModel(folder, (weights) => ({
    path: weights.path,
    entries: weights.entries,
    read: (name) => weights.sample(name, sampledWeights),
    close: () => weights.close(),
  }));
}
