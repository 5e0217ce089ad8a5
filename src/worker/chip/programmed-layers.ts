import type { KernelPool } from '../kernels/kernels.ts';
import type { MatrixLayer } from '../tensor/matrix-layer.ts';
import type { CrossbarModel } from './crossbar-model.ts';
import { type ProgrammedLayer, programLayer } from './programming.ts';
import { quantizeWeights } from './quantize.ts';

export interface LoadedLayer extends ProgrammedLayer {
  /** Of the crossbar in the kernels. */
  readonly handle: number;
}

/** The layers of one chip, programmed when first asked for and kept. */
export interface ProgrammedLayers {
  get(layer: MatrixLayer, weightBits: number): LoadedLayer;
  /** Takes all of them out of the kernels. */
  unload(): void;
}

/** @param chipSeed null = nominal cells */
export function createProgrammedLayers(
  pool: KernelPool,
  model: CrossbarModel,
  chipSeed: number | null,
  age: number,
): ProgrammedLayers {
  const loaded = new Map<string, LoadedLayer>();
  return {
    get(layer, weightBits) {
      const key = `${weightBits} ${layer.name}`;
      let found = loaded.get(key);
      if (found === undefined) {
        const weights = quantizeWeights(layer.weight, layer.outputs, weightBits, model.weights.clip, layer.name);
        const programmed = programLayer(model, layer.name, weights, weightBits, chipSeed, age);
        found = { ...programmed, handle: pool.load(programmed.crossbar) };
        loaded.set(key, found);
      }
      return found;
    },
    unload() {
      for (const { handle } of loaded.values()) pool.unload(handle);
      loaded.clear();
    },
  };
}
