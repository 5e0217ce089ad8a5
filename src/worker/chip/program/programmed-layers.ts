import type { KernelPool } from '../../kernels/kernels.ts';
import { crossbarCells, type LoadedCrossbar } from '../../kernels/operands/crossbar.ts';
import type { MatrixLayer } from '../../tensor/matrix-layer.ts';
import type { CrossbarSpec } from '../crossbar-spec.ts';
import { quantizeWeights } from '../quantize/quantize.ts';
import { type ProgrammedLayer, programLayer } from './programming.ts';
import { type RowConductance, rowConductance } from './row-conductance.ts';

/**
 * A programmed layer whose cells lie in the kernels alone: every backend but the reference has brought them into a
 * layout of its own.
 */
export interface LoadedLayer extends Pick<ProgrammedLayer, 'layout' | 'grid' | 'columnScale' | 'readGain'> {
  readonly crossbar: LoadedCrossbar;
  /** Of its rows. */
  readonly conductance: RowConductance;
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
  spec: CrossbarSpec,
  chipSeed: number | null,
  age: number,
): ProgrammedLayers {
  const loaded = new Map<string, LoadedLayer>();

  function program(layer: MatrixLayer, weightBits: number): LoadedLayer {
    const weights = quantizeWeights(layer.weight, layer.outputs, weightBits, spec.weights.clip, layer.name);
    const programmed = programLayer(spec, layer.name, weights, weightBits, chipSeed, age);
    const { layout, grid, columnScale, readGain } = programmed;
    return {
      crossbar: pool.load(crossbarCells, programmed.crossbar),
      conductance: rowConductance(programmed.rowConductance),
      layout,
      grid,
      columnScale,
      readGain,
    };
  }

  return {
    get(layer, weightBits) {
      const key = `${weightBits} ${layer.name}`;
      let found = loaded.get(key);
      if (found === undefined) {
        found = program(layer, weightBits);
        loaded.set(key, found);
      }
      return found;
    },
    unload() {
      for (const { crossbar } of loaded.values()) pool.unload(crossbar);
      loaded.clear();
    },
  };
}
