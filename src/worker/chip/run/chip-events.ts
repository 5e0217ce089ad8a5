import type { AnalogChip, DigitalChip } from '../../../shared/chip/chip-profile.ts';
import type { ChipEvents } from '../../energy/events.ts';
import { inputSlicing } from '../convert/adc.ts';
import type { ResolvedPrecision } from '../precision/plan.ts';
import { cellLayout } from '../program/cells.ts';

/** One product of a layer: M rows through its K x N matrix. */
export interface MatmulShape {
  /** M. */
  readonly rows: number;
  /** K. */
  readonly inputs: number;
  /** N. */
  readonly outputs: number;
  /** Activations that come in: M*K for a linear layer, the pixels times channels of a convolution's image. */
  readonly activations: number;
}

/** Bytes of one partial sum in a tile's output buffer. */
const accumulatorBytes = 4;

/**
 * Counts one product on the chip: everything that its shape decides. `clipped` and `conductionSum` depend on the data
 * and are the caller's.
 *
 * - A row is wired to one crossbar in each column block; physical columns are the N weights times their cells.
 * - Tile buffers: the activations are written once and read by every column block for each product row; each row tile
 *   writes its partial sums, and all but the first are read back to be added.
 * - Network: the activations on their way in, multicast, and every row tile's partial sums on their way out.
 * - A digital chip reads one cell per weight bit, and adds the partial sums of its row tiles.
 */
export function countEvents(
  chip: AnalogChip | DigitalChip,
  precision: ResolvedPrecision,
  shape: MatmulShape,
): Omit<ChipEvents, 'clipped' | 'conductionSum'> {
  const { rows: M, inputs: K, outputs: N, activations } = shape;
  const { inputBits, weightBits } = precision;
  const analog = chip.kind === 'analog';
  const cellsPerWeight = analog ? cellLayout(chip.weights, weightBits).cellsPerWeight : weightBits;
  const weightSlices = analog ? cellLayout(chip.weights, weightBits).weightSlices : 1;
  const input = analog ? inputSlicing(chip.dac, inputBits) : { inputSlices: 1, sliceBits: inputBits };
  const rowTiles = Math.ceil(K / chip.tile.rows);
  const columnBlocks = Math.ceil((N * cellsPerWeight) / chip.tile.columns);
  const conversions = analog ? M * N * rowTiles * input.inputSlices * weightSlices : 0;
  const inputBytes = inputBits / 8;
  const partialSums = M * N * rowTiles;
  return {
    macs: M * K * N,
    rowDrives: M * K * input.inputSlices * columnBlocks,
    driveBits: input.sliceBits,
    cellReads: M * K * N * cellsPerWeight * input.inputSlices,
    conversions,
    adcBits: precision.adcBits,
    shiftAdds: analog ? conversions : partialSums,
    bufferReadBytes: M * K * inputBytes * columnBlocks + (partialSums - M * N) * accumulatorBytes,
    bufferWriteBytes: activations * inputBytes + partialSums * accumulatorBytes,
    networkBytes: activations * inputBytes + partialSums * accumulatorBytes,
    readCycles: M * input.inputSlices,
    crossbars: rowTiles * columnBlocks,
    cells: K * N * cellsPerWeight,
  };
}
