import { loadModel, type Model } from '../networks/load-model.ts';
import { SafetensorsFile } from '../networks/safetensors.ts';

/** Weights of a layer that are looked at, at least: their mean conductance is then known to about 1 %. */
const sampledWeights = 2 ** 14;

/**
 * A model to count with, not to paint with: every tensor holds only some rows of its first dimension (SafetensorsFile.sample), a few
 * megabytes where the model has gigabytes. Names, shapes and geometry are whole.
 *
 * @throws OhmbrushError as loadModel does
 */
export function sketchModel(folder: string): Model {
  return loadModel(folder, (path) => {
    const file = new SafetensorsFile(path);
    return {
      path,
      entries: file.entries,
      read: (name) => file.sample(name, sampledWeights),
      close: () => file.close(),
    };
  });
}
