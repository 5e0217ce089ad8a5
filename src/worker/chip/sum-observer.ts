import type { KernelPool } from '../kernels/kernels.ts';
import type { MatrixLayer } from '../tensor/matrix-layer.ts';
import type { InputSlicing } from './adc.ts';
import type { CrossbarModel } from './crossbar-model.ts';
import { programLayer } from './programming.ts';
import { quantizeWeights } from './quantize.ts';
import type { QuantizedInput } from './quantized-input.ts';
import { inputSliceOf } from './row-work.ts';

/** The converter that does nothing. */
export const losslessIntegers = { lsb: 1, inverseLsb: 1, codeMin: -(2 ** 31), codeMax: 2 ** 31 - 1 };

/** Sums that one product contributes, about: more would cost time and say the same. */
const samplesPerProduct = 2 ** 16;
const mostRows = 256;

/** Looks at the sums that the converters of a chip of nominal cells would see. */
export interface SumObserver {
  /** Hands over the sums of every tile and slice, in product units, for rows spread evenly over the product. */
  observe(
    layer: MatrixLayer,
    weightBits: number,
    input: QuantizedInput,
    slicing: InputSlicing,
    see: (sums: Float32Array) => void,
  ): void;
  unload(): void;
}

/** A tile of one weight slice, loaded as a crossbar of its own. */
interface ObservedTile {
  readonly handle: number;
  readonly from: number;
  readonly rows: number;
}

export function createSumObserver(pool: KernelPool, model: CrossbarModel): SumObserver {
  const loaded = new Map<string, ObservedTile[]>();

  function tilesOf(layer: MatrixLayer, weightBits: number): ObservedTile[] {
    const key = `${weightBits} ${layer.name}`;
    const known = loaded.get(key);
    if (known !== undefined) return known;
    const weights = quantizeWeights(layer.weight, layer.outputs, weightBits, model.weights.clip, layer.name);
    const { crossbar } = programLayer(model, layer.name, weights, weightBits, null, 0);
    const { rows: inputs, columns, tileRows } = crossbar;
    const tiles = crossbar.slices.flatMap((cells) =>
      Array.from({ length: Math.ceil(inputs / tileRows) }, (_, tile) => {
        const from = tile * tileRows;
        const rows = Math.min(tileRows, inputs - from);
        const slices = [cells.slice(from * columns, (from + rows) * columns)];
        return { handle: pool.load({ rows, columns, tileRows: rows, slices }), from, rows };
      }),
    );
    loaded.set(key, tiles);
    return tiles;
  }

  return {
    observe(layer, weightBits, input, slicing, see) {
      const tiles = tilesOf(layer, weightBits);
      const { inputs, outputs } = layer;
      const wanted = Math.ceil(samplesPerProduct / (outputs * tiles.length * slicing.slices));
      const driven = drivenRows(input, slicing, inputs, Math.min(wanted, mostRows));
      const rows = driven.length / inputs;
      const sums = new Float32Array(new SharedArrayBuffer(rows * outputs * 4));
      const ones = new Float32Array(Math.max(rows, outputs)).fill(1);
      for (const { handle, from, rows: tileRows } of tiles) {
        const rowStart = Int32Array.from({ length: rows }, (_, m) => m * inputs + from);
        pool.crossbar(
          handle,
          {
            input: driven,
            gather: { rowStart, tapStart: Int32Array.of(0), tapLength: tileRows },
            inputSlices: 1,
            sliceBits: 8,
            ...losslessIntegers,
            sliceWeight: Int32Array.of(1),
            offset: 0,
            noise: null,
            rowScale: ones,
            columnScale: ones,
            bias: null,
            output: sums,
            outputStride: outputs,
          },
          rows,
        );
        see(sums);
      }
    },
    unload() {
      for (const tiles of loaded.values()) for (const { handle } of tiles) pool.unload(handle);
      loaded.clear();
    },
  };
}

/** Rows of a product, spread evenly over it, each written out once per input slice as the slice drives it: [slices * rows, K]. */
function drivenRows(
  { data, gather }: QuantizedInput,
  slicing: InputSlicing,
  inputs: number,
  wanted: number,
): Int8Array {
  const { rowStart, tapStart, tapLength } = gather;
  // An odd stride, so that an image is not always looked at in the same columns.
  const stride = rowStart.length <= wanted ? 1 : Math.ceil(rowStart.length / wanted) | 1;
  const starts = rowStart.filter((_, m) => m % stride === 0);
  const driven = new Int8Array(new SharedArrayBuffer(slicing.slices * starts.length * inputs));
  let to = 0;
  for (let slice = 0; slice < slicing.slices; slice++) {
    for (const start of starts) {
      for (const tap of tapStart) {
        const from = start + tap;
        for (let i = from; i < from + tapLength; i++) driven[to++] = inputSliceOf(data[i]!, slice, slicing);
      }
    }
  }
  return driven;
}
