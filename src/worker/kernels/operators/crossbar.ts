import { converterOf } from '../converter.ts';
import { demand } from '../demand.ts';
import { type Gather, gatherGroup, gatherRow, gatherValues } from '../gather.ts';
import { columnWord, drawWord, normalOfWord, rowDraw } from '../gaussian.ts';
import { crossbarShapeGroup, type LoadedCrossbar } from '../operands/crossbar.ts';
import { type Counts, defineOperator, type Operator } from '../operator.ts';
import { roundHalfToEven } from '../rounding.ts';

const { fround, imul } = Math;

/**
 * One analog product over all tiles, input slices and weight slices. For row m and column n:
 *
 *     x[m, k] = the gathered inputs; a float32 input is quantized row by row here:
 *       limit = max |a[m, k]|, qMax = 2^(inputBits - 1) - 1,
 *       x = clamp(roundHalfToEven(f32(a * f32(qMax / limit))), -qMax, qMax)
 *       (limit 0, or so small that the quotient is infinite, or an input not finite: x = 0 and limit = 0)
 *     rowScale = scale, or for a float32 input f32(f32(limit / qMax) * scale)
 *     total = 0 (int32)
 *     for each tile t, input slice i, weight slice w (in this order):
 *       S = sum over the tile's rows k of inputSlice_i(x[m, k]) * cells_w[k, n]           (int32, exact)
 *       f = f32(f32(S) * inverseLsb)
 *       if noise: f = f32(f + f32(sigma * gaussian(noise.key, m, n, conversion)))        (gaussian.ts)
 *                 with conversion = (t * inputSlices + i) * weightSlices + w
 *                 and sigma = f32(sqrt(output^2 + cell^2 * power)), in float64,
 *                 power = sum over the tile's rows k of inputSlice_i(x[m, k])^2
 *       code = clamp(roundHalfToEven(f), codeMin, codeMax), counting the clamped
 *       total += code * inputWeight_i * sliceWeight[w]
 *     total += offset * sum over k of x[m, k]                                               (int32; 0 for differential)
 *     y[m, n] = f32(f32(f32(total) * f32(rowScale * columnScale[n])) + bias[n])
 *
 * Input slices: with inputSlices = 1 the slice is x itself and inputWeight is 1. Otherwise x is cut, two's complement,
 * into slices of sliceBits: slice i = (x >> (i * sliceBits)) & mask with inputWeight 2^(i * sliceBits), except that the
 * top slice keeps its sign (arithmetic shift, no mask). Lossless: inverseLsb 1, no noise, code range all of int32: then
 * the total is the integer product itself.
 */
export interface CrossbarCall {
  readonly crossbar: LoadedCrossbar;
  /** Quantized activations, or float32 activations of which each row is quantized to a range of its own. */
  readonly input: Int8Array | Float32Array;
  /** M is the number of its rows. */
  readonly gather: Gather;
  /** 2 to 8; matters for a float32 input. */
  readonly inputBits: number;
  readonly inputSlices: number;
  readonly sliceBits: number;
  readonly inverseLsb: number;
  readonly codeMin: number;
  readonly codeMax: number;
  /** Power-of-two weight of each cell slice. */
  readonly sliceWeight: Int32Array;
  /** Digital correction per unit of summed input, in LSB (offset encoding only); 0 otherwise. */
  readonly offset: number;
  /** Null = no noise. */
  readonly noise: {
    /** 32-bit key drawn from picture seed, chip seed, layer and step. */
    readonly key: number;
    /** Standard deviation of the circuit's own noise, LSB. */
    readonly output: number;
    /** Standard deviation that one cell (or pair) adds at a drive of 1, LSB. */
    readonly cell: number;
  } | null;
  /** Of the activations, LSB included. */
  readonly scale: number;
  /** [N]. */
  readonly columnScale: Float32Array;
  readonly bias: Float32Array | null;
  /**
   * What the cells conduct is counted as the sum over m and k of driveEnergy[x[m, k] + 128] * rowConductance[k];
   * null = not counted.
   */
  readonly conduction: {
    /** [256] energy of driving a row with x, at index x + 128. Not negative, at most 2^14. */
    readonly driveEnergy: Int32Array;
    /** [K] all cells of a row together, 0 to 2^12. */
    readonly rowConductance: Int16Array;
  } | null;
  /** y: row m starts at m * outputStride. */
  readonly output: Float32Array;
  readonly outputStride: number;
}

export const crossbar: Operator<CrossbarCall> = defineOperator({
  name: 'crossbar',
  fields: {
    crossbar: 'packed',
    shape: crossbarShapeGroup,
    input: 'any[]',
    gather: gatherGroup,
    rows: 'i32',
    quantize: 'bool',
    inputBits: 'i32',
    inputSlices: 'i32',
    sliceBits: 'i32',
    lossless: 'bool',
    inverseLsb: 'f32',
    low: 'f32',
    high: 'f32',
    sliceWeight: 'i32[]',
    offset: 'i32',
    noisy: 'bool',
    noiseKey: 'i32',
    outputNoise: 'f64',
    cellNoise: 'f64',
    scale: 'f32',
    columnScale: 'f32[]',
    bias: 'f32[]?',
    driveEnergy: 'i32[]?',
    rowConductance: 'i16[]?',
    output: 'out f32[]',
    outputStride: 'i32',
  },
  check(call) {
    const { rows: K, columns: N, weightSlices } = call.crossbar.shape;
    const rows = call.gather.rowStart.length;
    demand(call.gather.tapStart.length * call.gather.tapLength === K, `taps for ${K} inputs`);
    demand(call.gather.reach <= call.input.length, 'a row reaches beyond its input');
    const { inputSlices, sliceBits } = call;
    const cut = inputSlices === 1 || (inputSlices > 1 && sliceBits > 0 && (inputSlices - 1) * sliceBits < 8);
    demand(
      cut && Number.isInteger(inputSlices),
      `int8 inputs cannot be cut into ${inputSlices} slices of ${sliceBits} bits`,
    );
    demand(call.codeMin <= call.codeMax, `ADC codes from ${call.codeMin} to ${call.codeMax}`);
    demand(call.sliceWeight.length === weightSlices, 'one weight per cell slice');
    demand(call.columnScale.length >= N, 'one scale per column');
    demand(!call.bias || call.bias.length >= N, 'one bias per column');
    const { conduction } = call;
    demand(
      !conduction || (conduction.driveEnergy.length === 256 && conduction.rowConductance.length >= K),
      'drive energies',
    );
    demand(
      rows === 0 || (call.outputStride >= N && (rows - 1) * call.outputStride + N <= call.output.length),
      `${rows} x ${N} results do not fit`,
    );
  },
  cost(call) {
    const { rows: K, columns: N, weightSlices } = call.crossbar.shape;
    return call.gather.rowStart.length * K * N * call.inputSlices * weightSlices;
  },
  values(call) {
    const { noise, conduction } = call;
    const { lossless, inverseLsb, low, high } = converterOf(call);
    return {
      crossbar: call.crossbar.address,
      shape: call.crossbar.shape,
      input: call.input,
      gather: gatherValues(call.gather),
      rows: call.gather.rowStart.length,
      quantize: call.input instanceof Float32Array,
      inputBits: call.inputBits,
      inputSlices: call.inputSlices,
      sliceBits: call.sliceBits,
      lossless,
      inverseLsb,
      low,
      high,
      sliceWeight: call.sliceWeight,
      offset: call.offset,
      noisy: noise !== null,
      noiseKey: noise ? noise.key | 0 : 0,
      outputNoise: noise ? noise.output : 0,
      cellNoise: noise ? noise.cell : 0,
      scale: call.scale,
      columnScale: call.columnScale,
      bias: call.bias,
      driveEnergy: conduction ? conduction.driveEnergy : null,
      rowConductance: conduction ? conduction.rowConductance : null,
      output: call.output,
      outputStride: call.outputStride,
    };
  },
  reference(call, counts) {
    const { rows: K, columns: N, tileRows } = call.crossbar.shape;
    const { sliceCells } = call.crossbar.weights!;
    const { inputSlices, noise } = call;
    const tiles = Math.ceil(K / tileRows);
    const converter = converterOf(call);
    const inputs = new Int8Array(K);
    const sliced = new Int32Array(K);
    const sums = new Int32Array(N);
    const totals = new Int32Array(N);
    const columnWords = Int32Array.from({ length: N }, (_, n) => columnWord(n));

    for (let m = 0; m < call.gather.rowStart.length; m++) {
      const rowScale = fetchRow(call, m, inputs, counts);
      totals.fill(0);
      for (let t = 0; t < tiles; t++) {
        const start = t * tileRows;
        const end = Math.min(start + tileRows, K);
        for (let i = 0; i < inputSlices; i++) {
          const inputWeight = inputSlices === 1 ? 1 : 1 << (i * call.sliceBits);
          let squares = 0;
          for (let k = start; k < end; k++) {
            sliced[k] = inputSlice(inputs[k]!, i, call);
            squares += sliced[k]! ** 2;
          }
          const sigma = noise ? fround(Math.sqrt(noise.output * noise.output + noise.cell * noise.cell * squares)) : 0;
          for (let w = 0; w < sliceCells.length; w++) {
            sumColumns(sliceCells[w]!, sliced, start, end, sums);
            const weight = imul(inputWeight, call.sliceWeight[w]!);
            const draw = noise ? rowDraw(noise.key, m, (t * inputSlices + i) * sliceCells.length + w) : null;
            for (let n = 0; n < N; n++) {
              let code = sums[n]!;
              if (!converter.lossless) {
                let f = fround(fround(code) * converter.inverseLsb);
                if (draw) f = fround(f + fround(sigma * normalOfWord(drawWord(draw, columnWords[n]!))));
                const inRange = Math.min(Math.max(f, converter.low), converter.high);
                if (inRange !== f) counts.clipped++;
                code = roundHalfToEven(inRange);
              }
              totals[n] = totals[n]! + imul(code, weight);
            }
            counts.conversions += N;
          }
        }
      }
      let inputSum = 0;
      for (let k = 0; k < K; k++) inputSum += inputs[k]!;
      const correction = imul(call.offset, inputSum);
      if (call.conduction) {
        const { driveEnergy, rowConductance } = call.conduction;
        for (let k = 0; k < K; k++) counts.conduction += driveEnergy[inputs[k]! + 128]! * rowConductance[k]!;
      }
      const y = m * call.outputStride;
      for (let n = 0; n < N; n++) {
        const scale = fround(rowScale * call.columnScale[n]!);
        const value = fround(fround((totals[n]! + correction) | 0) * scale);
        call.output[y + n] = call.bias ? value + call.bias[n]! : value;
      }
    }
  },
});

/** Fills `into` with the integers of row m and returns what one unit of its results is worth. */
function fetchRow(call: CrossbarCall, m: number, into: Int8Array, counts: Counts): number {
  const { input } = call;
  const scale = fround(call.scale);
  if (input instanceof Int8Array) {
    gatherRow(input, call.gather, m, into);
    return scale;
  }
  const row = new Float32Array(into.length);
  gatherRow(input, call.gather, m, row);
  let limit = 0;
  let nonFinite = 0;
  for (const value of row) {
    if (!Number.isFinite(value)) nonFinite++;
    else limit = Math.max(limit, Math.abs(value));
  }
  counts.nonFinite += nonFinite;
  const qMax = 2 ** (call.inputBits - 1) - 1;
  const inverse = fround(qMax / limit);
  if (nonFinite > 0 || inverse === Number.POSITIVE_INFINITY) {
    into.fill(0);
    return fround(0 * scale);
  }
  for (let k = 0; k < row.length; k++) {
    const q = roundHalfToEven(fround(row[k]! * inverse));
    into[k] = Math.max(-qMax, Math.min(q, qMax));
  }
  return fround(fround(limit / qMax) * scale);
}

/** sums[n] = sum over the rows [start, end) of x[k] * cells[k, n], modulo 2^32. */
function sumColumns(cells: Int8Array | Int16Array, x: Int32Array, start: number, end: number, sums: Int32Array): void {
  const N = sums.length;
  sums.fill(0);
  for (let k = start; k < end; k++) {
    const xk = x[k]!;
    const row = k * N;
    for (let n = 0; n < N; n++) sums[n] = sums[n]! + imul(xk, cells[row + n]!);
  }
}

function inputSlice(x: number, i: number, { inputSlices, sliceBits }: CrossbarCall): number {
  if (inputSlices === 1) return x;
  const shifted = x >> (i * sliceBits);
  return i === inputSlices - 1 ? shifted : shifted & ((1 << sliceBits) - 1);
}
