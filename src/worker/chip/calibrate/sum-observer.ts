import { type Gather, gatherRow } from '../../kernels/gather.ts';
import type { KernelPool } from '../../kernels/kernels.ts';
import { crossbarCells, type LoadedCrossbar } from '../../kernels/operands/crossbar.ts';
import { crossbar } from '../../kernels/operators/crossbar.ts';
import type { MatrixLayer } from '../../tensor/matrix-layer.ts';
import type { InputSlicing } from '../convert/adc.ts';
import { inputSliceOf } from '../convert/drive.ts';
import type { CrossbarSpec } from '../crossbar-spec.ts';
import { programLayer } from '../program/programming.ts';
import type { ChipInput } from '../quantize/chip-input.ts';
import { largestOf } from '../quantize/largest-of.ts';
import { quantizeRange, quantizeWeights } from '../quantize/quantize.ts';

/** The converter that does nothing. */
export const losslessIntegers = { lsb: 1, inverseLsb: 1, codeMin: -(2 ** 31), codeMax: 2 ** 31 - 1 };

/** Sums that one product contributes, about: more would cost time and say the same. */
const samplesPerProduct = 2 ** 16;
const mostRows = 256;

/** The product that is looked at. */
interface ObservedProduct {
  readonly layer: MatrixLayer;
  readonly input: ChipInput;
  readonly gather: Gather;
  readonly inputBits: number;
  readonly weightBits: number;
  readonly slicing: InputSlicing;
}

/** Looks at the sums that the converters of a chip of nominal cells would see. */
export interface SumObserver {
  /**
   * Hands over the sums of every tile and slice, in product units, and the largest magnitude among them, for rows
   * spread evenly over the product.
   */
  observe(product: ObservedProduct, see: (sums: Float32Array, largest: number) => void): void;
  unload(): void;
}

/** A tile of one weight slice, loaded as a crossbar of its own. */
interface ObservedTile {
  readonly crossbar: LoadedCrossbar;
  readonly from: number;
}

export function createSumObserver(pool: KernelPool, spec: CrossbarSpec): SumObserver {
  const loaded = new Map<string, ObservedTile[]>();

  function tilesOf(layer: MatrixLayer, weightBits: number): ObservedTile[] {
    const key = `${weightBits} ${layer.name}`;
    const known = loaded.get(key);
    if (known !== undefined) return known;
    const weights = quantizeWeights(layer.weight, layer.outputs, weightBits, spec.weights.clip, layer.name);
    const programmed = programLayer(spec, layer.name, weights, weightBits, null, 0).crossbar;
    const { rows: inputs, columns, tileRows } = programmed;
    const tiles = programmed.sliceCells.flatMap((cells) =>
      Array.from({ length: Math.ceil(inputs / tileRows) }, (_, tile) => {
        const from = tile * tileRows;
        const rows = Math.min(tileRows, inputs - from);
        const sliceCells = [cells.slice(from * columns, (from + rows) * columns)];
        return { crossbar: pool.load(crossbarCells, { rows, columns, tileRows: rows, sliceCells }), from };
      }),
    );
    loaded.set(key, tiles);
    return tiles;
  }

  return {
    observe(product, see) {
      const { layer, slicing } = product;
      const { inputs, outputs } = layer;
      const tiles = tilesOf(layer, product.weightBits);
      const wanted = Math.ceil(samplesPerProduct / (outputs * tiles.length * slicing.inputSlices));
      const driven = drivenRows(pool, product, Math.min(wanted, mostRows));
      const rows = driven.length / inputs;
      const rowStart = Int32Array.from({ length: rows }, (_, m) => m * inputs);
      const sums = pool.arena.floats(rows * outputs);
      const columnScale = new Float32Array(outputs).fill(1);
      for (const { crossbar: tile, from } of tiles) {
        const tapLength = tile.shape.rows;
        const reach = (rows - 1) * inputs + from + tapLength;
        pool.run(crossbar, {
          crossbar: tile,
          input: driven,
          gather: { rowStart, tapStart: Int32Array.of(from), tapLength, reach },
          inputBits: 8,
          inputSlices: 1,
          sliceBits: 8,
          ...losslessIntegers,
          sliceWeight: Int32Array.of(1),
          offset: 0,
          noise: null,
          scale: 1,
          columnScale,
          bias: null,
          conduction: null,
          output: sums,
          outputStride: outputs,
        });
        see(sums, largestOf(pool, sums));
      }
    },
    unload() {
      for (const tiles of loaded.values()) for (const tile of tiles) pool.unload(tile.crossbar);
      loaded.clear();
    },
  };
}

/**
 * Rows of a product, spread evenly over it, each written out once per input slice as the slice drives it: [inputSlices
 * * rows, K].
 */
function drivenRows(pool: KernelPool, product: ObservedProduct, wanted: number): Int8Array {
  const { gather, slicing, layer } = product;
  const { inputs } = layer;
  // An odd stride, so that an image is not always looked at in the same columns.
  const stride = gather.rowStart.length <= wanted ? 1 : Math.ceil(gather.rowStart.length / wanted) | 1;
  const rows = Math.ceil(gather.rowStart.length / stride);
  const integers = new Int8Array(inputs);
  const driven = pool.arena.bytes(slicing.inputSlices * rows * inputs);
  for (let row = 0; row < rows; row++) {
    readRow(product, row * stride, integers);
    for (let slice = 0; slice < slicing.inputSlices; slice++) {
      const to = (slice * rows + row) * inputs;
      for (let k = 0; k < inputs; k++) driven[to + k] = inputSliceOf(integers[k]!, slice, slicing);
    }
  }
  return driven;
}

/** The integers that drive one row; of float32 activations in a range of the row's own. */
function readRow({ input: { data }, gather, inputBits }: ObservedProduct, m: number, integers: Int8Array): void {
  if (data instanceof Int8Array) {
    gatherRow(data, gather, m, integers);
    return;
  }
  const activations = new Float32Array(integers.length);
  gatherRow(data, gather, m, activations);
  const limit = activations.reduce((largest, x) => Math.max(largest, Math.abs(x)), 0);
  quantizeRange(activations, 0, activations.length, limit, inputBits, integers, 0);
}
