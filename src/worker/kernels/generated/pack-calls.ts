// Written by scripts/write-kernel-calls.mjs from the fields that src/worker/kernels/operators and operands describe.
// biome-ignore-all format: a field a line
import type { Numbers } from '../call-fields.ts';

/** Writes the numbers of a call to the start of `numbers` and returns its arrays. */
export type PackCall = (values: object, numbers: Float64Array) => (Numbers | null)[];

const operators = {
  activation(
    values: {
      activation: string;
      x: Numbers | null;
      y: Numbers | null;
      length: number;
    },
    numbers: Float64Array,
  ) {
    numbers[0] = ["silu","gelu","quick_gelu"].indexOf(values.activation);
    numbers[1] = values.length;
    return [
      values.x,
      values.y,
    ];
  },
  add(
    values: {
      a: Numbers | null;
      b: Numbers | null;
      sum: Numbers | null;
      length: number;
    },
    numbers: Float64Array,
  ) {
    numbers[0] = values.length;
    return [
      values.a,
      values.b,
      values.sum,
    ];
  },
  attention(
    values: {
      q: Numbers | null;
      k: Numbers | null;
      v: Numbers | null;
      out: Numbers | null;
      batch: number;
      queries: number;
      keys: number;
      heads: number;
      size: number;
      causal: boolean;
      scale: number;
    },
    numbers: Float64Array,
  ) {
    numbers[0] = values.batch;
    numbers[1] = values.queries;
    numbers[2] = values.keys;
    numbers[3] = values.heads;
    numbers[4] = values.size;
    numbers[5] = Number(values.causal);
    numbers[6] = values.scale;
    return [
      values.q,
      values.k,
      values.v,
      values.out,
    ];
  },
  channelSums(
    values: {
      x: Numbers | null;
      added: Numbers | null;
      sums: Numbers | null;
      batch: number;
      pixels: number;
      channels: number;
      chunkPixels: number;
    },
    numbers: Float64Array,
  ) {
    numbers[0] = values.batch;
    numbers[1] = values.pixels;
    numbers[2] = values.channels;
    numbers[3] = values.chunkPixels;
    return [
      values.x,
      values.added,
      values.sums,
    ];
  },
  concatChannels(
    values: {
      a: Numbers | null;
      b: Numbers | null;
      y: Numbers | null;
      pixels: number;
      widthA: number;
      widthB: number;
    },
    numbers: Float64Array,
  ) {
    numbers[0] = values.pixels;
    numbers[1] = values.widthA;
    numbers[2] = values.widthB;
    return [
      values.a,
      values.b,
      values.y,
    ];
  },
  crossbar(
    values: {
      crossbar: number;
      shape: {
        rows: number;
        columns: number;
        tileRows: number;
        weightSlices: number;
        wide: boolean;
      };
      input: Numbers | null;
      gather: {
        rowStart: Numbers | null;
        tapStart: Numbers | null;
        taps: number;
        tapLength: number;
      };
      rows: number;
      quantize: boolean;
      inputBits: number;
      inputSlices: number;
      sliceBits: number;
      lossless: boolean;
      inverseLsb: number;
      low: number;
      high: number;
      sliceWeight: Numbers | null;
      offset: number;
      noisy: boolean;
      noiseKey: number;
      outputNoise: number;
      cellNoise: number;
      scale: number;
      columnScale: Numbers | null;
      bias: Numbers | null;
      driveEnergy: Numbers | null;
      rowConductance: Numbers | null;
      output: Numbers | null;
      outputStride: number;
    },
    numbers: Float64Array,
  ) {
    numbers[0] = values.crossbar;
    numbers[1] = values.shape.rows;
    numbers[2] = values.shape.columns;
    numbers[3] = values.shape.tileRows;
    numbers[4] = values.shape.weightSlices;
    numbers[5] = Number(values.shape.wide);
    numbers[6] = values.gather.taps;
    numbers[7] = values.gather.tapLength;
    numbers[8] = values.rows;
    numbers[9] = Number(values.quantize);
    numbers[10] = values.inputBits;
    numbers[11] = values.inputSlices;
    numbers[12] = values.sliceBits;
    numbers[13] = Number(values.lossless);
    numbers[14] = values.inverseLsb;
    numbers[15] = values.low;
    numbers[16] = values.high;
    numbers[17] = values.offset;
    numbers[18] = Number(values.noisy);
    numbers[19] = values.noiseKey;
    numbers[20] = values.outputNoise;
    numbers[21] = values.cellNoise;
    numbers[22] = values.scale;
    numbers[23] = values.outputStride;
    return [
      values.input,
      values.gather.rowStart,
      values.gather.tapStart,
      values.sliceWeight,
      values.columnScale,
      values.bias,
      values.driveEnergy,
      values.rowConductance,
      values.output,
    ];
  },
  geglu(
    values: {
      x: Numbers | null;
      y: Numbers | null;
      rows: number;
      width: number;
    },
    numbers: Float64Array,
  ) {
    numbers[0] = values.rows;
    numbers[1] = values.width;
    return [
      values.x,
      values.y,
    ];
  },
  groupNorm(
    values: {
      x: Numbers | null;
      sums: Numbers | null;
      weight: Numbers | null;
      bias: Numbers | null;
      added: Numbers | null;
      scaleShift: Numbers | null;
      y: Numbers | null;
      batch: number;
      pixels: number;
      channels: number;
      groups: number;
      chunks: number;
      eps: number;
      applySilu: boolean;
    },
    numbers: Float64Array,
  ) {
    numbers[0] = values.batch;
    numbers[1] = values.pixels;
    numbers[2] = values.channels;
    numbers[3] = values.groups;
    numbers[4] = values.chunks;
    numbers[5] = values.eps;
    numbers[6] = Number(values.applySilu);
    return [
      values.x,
      values.sums,
      values.weight,
      values.bias,
      values.added,
      values.scaleShift,
      values.y,
    ];
  },
  largestMagnitude(
    values: {
      data: Numbers | null;
      largest: Numbers | null;
      length: number;
    },
    numbers: Float64Array,
  ) {
    numbers[0] = values.length;
    return [
      values.data,
      values.largest,
    ];
  },
  layerNorm(
    values: {
      x: Numbers | null;
      weight: Numbers | null;
      bias: Numbers | null;
      y: Numbers | null;
      rows: number;
      width: number;
      eps: number;
    },
    numbers: Float64Array,
  ) {
    numbers[0] = values.rows;
    numbers[1] = values.width;
    numbers[2] = values.eps;
    return [
      values.x,
      values.weight,
      values.bias,
      values.y,
    ];
  },
  matmul(
    values: {
      a: Numbers | null;
      gather: {
        rowStart: Numbers | null;
        tapStart: Numbers | null;
        taps: number;
        tapLength: number;
      };
      rows: number;
      matrix: number;
      outputs: number;
      inputs: number;
      bias: Numbers | null;
      c: Numbers | null;
      cStride: number;
    },
    numbers: Float64Array,
  ) {
    numbers[0] = values.gather.taps;
    numbers[1] = values.gather.tapLength;
    numbers[2] = values.rows;
    numbers[3] = values.matrix;
    numbers[4] = values.outputs;
    numbers[5] = values.inputs;
    numbers[6] = values.cStride;
    return [
      values.a,
      values.gather.rowStart,
      values.gather.tapStart,
      values.bias,
      values.c,
    ];
  },
  padImage(
    values: {
      image: Numbers | null;
      padded: Numbers | null;
      lines: {
        batch: number;
        height: number;
        length: number;
        top: number;
        bottom: number;
        left: number;
        right: number;
      };
    },
    numbers: Float64Array,
  ) {
    numbers[0] = values.lines.batch;
    numbers[1] = values.lines.height;
    numbers[2] = values.lines.length;
    numbers[3] = values.lines.top;
    numbers[4] = values.lines.bottom;
    numbers[5] = values.lines.left;
    numbers[6] = values.lines.right;
    return [
      values.image,
      values.padded,
    ];
  },
  quantizeImage(
    values: {
      image: Numbers | null;
      quantized: Numbers | null;
      lines: {
        batch: number;
        height: number;
        length: number;
        top: number;
        bottom: number;
        left: number;
        right: number;
      };
      limit: number;
      bits: number;
    },
    numbers: Float64Array,
  ) {
    numbers[0] = values.lines.batch;
    numbers[1] = values.lines.height;
    numbers[2] = values.lines.length;
    numbers[3] = values.lines.top;
    numbers[4] = values.lines.bottom;
    numbers[5] = values.lines.left;
    numbers[6] = values.lines.right;
    numbers[7] = values.limit;
    numbers[8] = values.bits;
    return [
      values.image,
      values.quantized,
    ];
  },
  upsampleNearest(
    values: {
      x: Numbers | null;
      y: Numbers | null;
      lines: number;
      width: number;
      channels: number;
    },
    numbers: Float64Array,
  ) {
    numbers[0] = values.lines;
    numbers[1] = values.width;
    numbers[2] = values.channels;
    return [
      values.x,
      values.y,
    ];
  },
};

const operands = {
  crossbar(
    values: {
      shape: {
        rows: number;
        columns: number;
        tileRows: number;
        weightSlices: number;
        wide: boolean;
      };
      sliceCells: Numbers[];
    },
    numbers: Float64Array,
  ) {
    numbers[0] = values.shape.rows;
    numbers[1] = values.shape.columns;
    numbers[2] = values.shape.tileRows;
    numbers[3] = values.shape.weightSlices;
    numbers[4] = Number(values.shape.wide);
    return [
      ...values.sliceCells,
    ];
  },
  matrix(
    values: {
      weight: Numbers | null;
      outputs: number;
      inputs: number;
    },
    numbers: Float64Array,
  ) {
    numbers[0] = values.outputs;
    numbers[1] = values.inputs;
    return [
      values.weight,
    ];
  },
};

/** By name; each takes the values that the operator or operand of its name gives. */
export const packers = {
  operators: operators as Readonly<Record<string, PackCall>>,
  operands: operands as Readonly<Record<string, PackCall>>,
};
