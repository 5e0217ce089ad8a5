/**
 * What really happened on the chip and beside it, counted by the code that did it. The ledger multiplies these by cited
 * constants; nothing computes energy any other way.
 */
export interface ChipEvents {
  /** Multiply-accumulates of the logical product, M*K*N. */
  macs: number;
  /** Row drives: one per row, input slice and crossbar column block that the row is wired to. */
  rowDrives: number;
  /** Bits of one drive (1 for bit-serial with 1-bit slices). */
  driveBits: number;
  /** Physical cells that were read, both cells of a pair. */
  cellReads: number;
  /**
   * Sum over all driven rows and their cells of (v/vMax)^2 * g/gMax, so that array energy = vMax^2 * gMax * pulse *
   * this. Zero on digital chips.
   */
  conductionSum: number;
  conversions: number;
  clipped: number;
  adcBits: number;
  /** Additions of one code into a shifted accumulator. */
  shiftAdds: number;
  /** Bytes read from and written to the tile buffers: quantized inputs per column block, accumulated outputs. */
  bufferReadBytes: number;
  bufferWriteBytes: number;
  /** Bytes that cross the on-chip network between tiles' buffers and the digital unit. */
  networkBytes: number;
  /**
   * Sequential reads of the layer with all its crossbars in parallel: one per input vector and input slice (times ADC
   * sharing).
   */
  readCycles: number;
  /** Crossbars that hold the layer. */
  crossbars: number;
  /** Cells that hold the layer, programmed once per load. */
  cells: number;
}

export const DIGITAL_OPERATIONS = [
  'matmul',
  'attention',
  'norm',
  'softmax',
  'activation',
  'elementwise',
  'quantize',
  'sampler',
] as const;
export type DigitalOperation = (typeof DIGITAL_OPERATIONS)[number];

/** The meter that operators and engines report to. `NO_METER` where nothing is to be counted. */
export interface Meter {
  /** One layer's product on the chip. */
  chip(layer: string, events: ChipEvents): void;
  /**
   * Work of the digital unit.
   * @param flops additions and multiplications
   * @param bytes moved between the digital unit and its SRAM
   */
  digital(operation: DigitalOperation, layer: string | null, flops: number, bytes: number): void;
  /**
   * Bytes fetched from DRAM (weights that do not live in cells, inputs and outputs of the picture).
   * @param layer whose weights they are; left out: of no layer
   */
  dram(bytes: number, layer?: string): void;
}

export const NO_METER: Meter = { chip() {}, digital() {}, dram() {} };
