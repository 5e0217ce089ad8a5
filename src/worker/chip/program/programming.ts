import { OhmbrushError } from '../../../shared/errors.ts';
import { columnWord, drawWord, normalOfWord, rowDraw, streamKey } from '../../kernels/gaussian.ts';
import type { Crossbar } from '../../kernels/operands/crossbar.ts';
import { roundHalfToEven } from '../../kernels/rounding.ts';
import type { CrossbarSpec } from '../crossbar-spec.ts';
import type { QuantizedWeights } from '../quantize/quantize.ts';
import { type CellLayout, cellLayout, cellLevel } from './cells.ts';
import {
  type ConductanceGrid,
  conductanceCeiling,
  conductanceGrid,
  isPerfect,
  offConductance,
} from './conductance-grid.ts';
import { layerHash } from './layer-hash.ts';

/** A layer in the cells of one physical chip at one age. */
export interface ProgrammedLayer {
  readonly crossbar: Crossbar;
  readonly layout: CellLayout;
  readonly grid: ConductanceGrid;
  /**
   * [N] what one integer product unit is worth: the weight's scale, and the digital drift compensation of a
   * differential layer.
   */
  readonly columnScale: Float32Array;
  /**
   * Drift compensation by the converter's reference, applied to an analog sum before conversion. Only the offset
   * encoding needs it: its digital offset must be taken from sums that are already corrected. 1 elsewhere.
   */
  readonly readGain: number;
  /** [K] conductance of a row, all its cells together, in units of gMax. */
  readonly rowConductance: Float64Array;
  /** Physical cells. */
  readonly cells: number;
}

/** Which random number of a cell; part of the key. */
const stream = { programming: 1, drift: 2, fault: 3 } as const;

/**
 * Programs a layer into cells. Per cell, in conductances relative to gMax:
 *
 *     target   g = gOff + (1 - gOff) * level / maxLevel,  gOff = 1 / onOffRatio
 *     program  g = g + scale * polynomial(g) / gMax * z,  held within 0 .. 1.2     (z standard normal per cell)
 *     fault    a stuck cell conducts gMax or gOff for ever
 *     drift    g = g * (age / t0)^-nu,  nu = max(0, nuMean + nuStd * z')           (age > t0, cells that are not stuck)
 *     value    G+ - G-, or G - gOff * (age / t0)^-nuMean: the offset encoding subtracts a reference column of off cells
 *
 * in units of the window 1 - gOff, rounded to the integer grid. In a differential pair the off conductance cancels but
 * for the errors of both cells; in the offset encoding the reference column removes its mean. Either way a poor on/off
 * ratio narrows the window, so that the same error weighs more, and costs array energy.
 *
 * Drift compensation is the ratio that aihwkit's GlobalDriftCompensation measures by driving every row once: the sum of
 * |value| over the cells (slices weighted) as programmed over the same sum at this age, without converter errors; per
 * column in 'column' mode.
 *
 * Every random number is a pure function of (chip seed, layer name, slice, side, purpose, row, column): one seed is one
 * physical chip, whatever else is painted on it and however many bits the weights have.
 *
 * @param name of the layer, which places it on the chip
 * @param chipSeed null = nominal cells: no error, no fault, no drift
 * @param age seconds since programming
 */
export function programLayer(
  spec: CrossbarSpec,
  name: string,
  weights: QuantizedWeights,
  weightBits: number,
  chipSeed: number | null,
  age: number,
): ProgrammedLayer {
  const nominal = chipSeed === null;
  const cell = nominal ? { ...spec.cell, programmingError: null, drift: null, stuckOn: 0, stuckOff: 0 } : spec.cell;
  const columns = weights.scale.length;
  const rows = weights.integers.length / columns;
  const layout = cellLayout(spec.weights, weightBits);
  const grid = conductanceGrid(cell, layout, age);
  const rowConductance = new Float64Array(rows);
  const programmedSum = new Float64Array(columns);
  const agedSum = new Float64Array(columns);
  const drift = cell.drift !== null && age > cell.drift.t0 ? cell.drift : null;
  const compensation = drift?.compensation ?? 'none';
  const reference = layout.encoding === 'offset' ? offConductance(cell) : 0;
  const agedReference = drift ? reference * (age / drift.t0) ** -drift.nuMean : reference;
  const sides: readonly (0 | 1)[] = layout.encoding === 'differential' ? [0, 1] : [0];

  const sliceCells: (Int8Array | Int16Array)[] = [];
  const weightRows = transposed(weights.integers, rows, columns);
  const programmed = new Float64Array(columns);
  const aged = new Float64Array(columns);
  const stepsPerConductance = grid.stepsPerWindow / (1 - offConductance(cell));
  const perfect = isPerfect(cell, age);
  const Cells = grid.limit <= 127 ? Int8Array : Int16Array;
  for (let slice = 0; slice < layout.weightSlices; slice++) {
    const values = new Cells(rows * columns);
    sliceCells.push(values);
    if (perfect) {
      placeLevels(weightRows, layout, slice, offConductance(cell), values, rowConductance);
      continue;
    }
    const sliceWeight = layout.sliceWeight[slice]!;
    const writers = sides.map((side) => rowWriter(cell, layout, slice, side, name, chipSeed ?? 0, age, columns));
    for (let k = 0; k < rows; k++) {
      programmed.fill(-reference);
      aged.fill(-agedReference);
      let conductance = 0;
      for (const write of writers) conductance += write(weightRows, k, programmed, aged);
      rowConductance[k] = rowConductance[k]! + conductance;
      for (let n = 0; n < columns; n++) {
        const steps = roundHalfToEven(aged[n]! * stepsPerConductance);
        values[k * columns + n] = Math.max(-grid.limit, Math.min(steps, grid.limit));
      }
      if (compensation !== 'none') {
        for (let n = 0; n < columns; n++) {
          programmedSum[n] = programmedSum[n]! + sliceWeight * Math.abs(programmed[n]!);
          agedSum[n] = agedSum[n]! + sliceWeight * Math.abs(aged[n]!);
        }
      }
    }
  }

  const columnScale = Float32Array.from(weights.scale);
  let readGain = 1;
  const gainOf = (programmed: number, aged: number) => compensationGain(programmed, aged, name, age);
  if (compensation === 'column') {
    for (let n = 0; n < columns; n++) columnScale[n] = columnScale[n]! * gainOf(programmedSum[n]!, agedSum[n]!);
  } else if (compensation !== 'none') {
    const gain = gainOf(sum(programmedSum), sum(agedSum));
    if (layout.encoding === 'offset') readGain = gain;
    else for (let n = 0; n < columns; n++) columnScale[n] = columnScale[n]! * gain;
  }
  return {
    crossbar: { rows, columns, tileRows: Math.min(spec.tile.rows, rows), sliceCells: narrow(sliceCells) },
    layout,
    grid,
    columnScale,
    readGain,
    rowConductance,
    cells: rows * columns * layout.cellsPerWeight,
  };
}

/**
 * One slice of cells that take exactly the levels of their weights: the same as the loop over the writers, many times
 * as fast.
 */
function placeLevels(
  weightRows: Int8Array,
  layout: CellLayout,
  slice: number,
  off: number,
  values: Int8Array | Int16Array,
  rowConductance: Float64Array,
): void {
  const positive = targets(layout, off, slice, 0);
  const negative = targets(layout, off, slice, 1);
  const pair = layout.encoding === 'differential';
  // Tables have an entry for every weight, at weight + 128.
  const levels = Int16Array.from({ length: 256 }, (_, i) => {
    const weight = heldWeight(layout, i - 128);
    return cellLevel(layout, weight, slice, 0) - (pair ? cellLevel(layout, weight, slice, 1) : 0);
  });
  const columns = values.length / rowConductance.length;
  for (let k = 0, i = 0; k < rowConductance.length; k++) {
    let positiveSum = 0;
    let negativeSum = 0;
    for (const end = i + columns; i < end; i++) {
      const entry = weightRows[i]! + 128;
      values[i] = levels[entry]!;
      positiveSum += positive[entry]!;
      negativeSum += negative[entry]!;
    }
    rowConductance[k] = rowConductance[k]! + (pair ? positiveSum + negativeSum : positiveSum);
  }
}

/** Conductance that a cell is programmed to, relative to gMax, for every weight at index weight + 128. */
function targets(layout: CellLayout, off: number, slice: number, side: 0 | 1): Float64Array {
  return Float64Array.from({ length: 256 }, (_, i) =>
    targetConductance(layout, off, cellLevel(layout, heldWeight(layout, i - 128), slice, side)),
  );
}

/** What a cell of this level is programmed to, relative to gMax. */
export function targetConductance(layout: CellLayout, off: number, level: number): number {
  return off + ((1 - off) * level) / layout.maxLevel;
}

/** The nearest weight that so many bits can hold. */
function heldWeight({ weightBits }: CellLayout, weight: number): number {
  return Math.max(1 - 2 ** (weightBits - 1), Math.min(weight, 2 ** (weightBits - 1) - 1));
}

/**
 * Programs row k of one slice and side of weights [K, N]: adds the conductances (subtracts those of the negative side)
 * to `programmed` (at t0) and `aged`, and returns their sum at this age.
 */
type RowWriter = (weightRows: Int8Array, k: number, programmed: Float64Array, aged: Float64Array) => number;

function rowWriter(
  cell: CrossbarSpec['cell'],
  layout: CellLayout,
  slice: number,
  side: 0 | 1,
  name: string,
  chipSeed: number,
  age: number,
  columns: number,
): RowWriter {
  const off = offConductance(cell);
  const key = (purpose: number) => streamKey(chipSeed, layerHash(name), slice, side, purpose);
  const programmingKey = key(stream.programming);
  const driftKey = key(stream.drift);
  const faultKey = key(stream.fault);
  const columnWords = Int32Array.from({ length: columns }, (_, n) => columnWord(n));
  const sign = side === 0 ? 1 : -1;

  const { programmingError, drift } = cell;
  // An entry for every weight, at weight + 128.
  const wanted = targets(layout, off, slice, side);
  const sigmas = wanted.map((g) => (programmingError === null ? 0 : programmingSigma(programmingError, g, cell.gMax)));
  const misprograms = programmingError !== null && programmingError.scale > 0;
  const drifts = drift !== null && age > drift.t0;
  const logAge = drifts ? Math.log(age / drift.t0) : 0;
  const nuMean = drift?.nuMean ?? 0;
  const nuStd = drift?.nuStd ?? 0;
  const stuckOnBelow = cell.stuckOn * 2 ** 32;
  const stuckBelow = (cell.stuckOn + cell.stuckOff) * 2 ** 32;

  return (weightRows, k, programmed, aged) => {
    const programming = rowDraw(programmingKey, k, 0);
    const drifting = rowDraw(driftKey, k, 0);
    const fault = rowDraw(faultKey, k, 0);
    const row = k * columns;
    let total = 0;
    for (let n = 0; n < columns; n++) {
      const word = columnWords[n]!;
      const entry = weightRows[row + n]! + 128;
      let before = wanted[entry]!;
      const luck = stuckBelow > 0 ? drawWord(fault, word) >>> 0 : stuckBelow;
      const stuck = luck < stuckBelow;
      if (stuck) {
        before = luck < stuckOnBelow ? 1 : off;
      } else if (misprograms) {
        before += sigmas[entry]! * normalOfWord(drawWord(programming, word));
        before = Math.max(0, Math.min(before, conductanceCeiling));
      }
      let now = before;
      if (drifts && !stuck) {
        const nu = nuMean + nuStd * normalOfWord(drawWord(drifting, word));
        if (nu > 0) now = before * Math.exp(-nu * logAge);
      }
      programmed[n] = programmed[n]! + sign * before;
      aged[n] = aged[n]! + sign * now;
      total += now;
    }
    return total;
  };
}

/** [N, K] to [K, N], in blocks that fit the cache. */
function transposed(integers: Int8Array, rows: number, columns: number): Int8Array {
  const block = 64;
  const result = new Int8Array(integers.length);
  for (let fromK = 0; fromK < rows; fromK += block) {
    const toK = Math.min(fromK + block, rows);
    for (let n = 0; n < columns; n++) {
      for (let k = fromK; k < toK; k++) result[k * columns + n] = integers[n * rows + k]!;
    }
  }
  return result;
}

/**
 * Standard deviation of a programmed conductance, relative to gMax. The polynomial gives microsiemens.
 * @param conductance target, relative to gMax
 */
export function programmingSigma(
  error: NonNullable<CrossbarSpec['cell']['programmingError']>,
  conductance: number,
  gMax: number,
): number {
  const microsiemens = error.polynomial.reduceRight((sigma, coefficient) => sigma * conductance + coefficient, 0);
  return (Math.max(0, microsiemens) * error.scale) / (gMax * 1e6);
}

/** The kernels run faster on bytes; all slices have one type. */
function narrow(sliceCells: (Int8Array | Int16Array)[]): (Int8Array | Int16Array)[] {
  return sliceCells.every(fitsBytes)
    ? sliceCells.map((cells) => (cells instanceof Int8Array ? cells : new Int8Array(cells)))
    : sliceCells;
}

function fitsBytes(cells: Int8Array | Int16Array): boolean {
  if (cells instanceof Int8Array) return true;
  for (const value of cells) if (value < -128 || value > 127) return false;
  return true;
}

function sum(values: Float64Array): number {
  return values.reduce((total, value) => total + value, 0);
}

/**
 * No grid resolves cells that are left with less than this fraction of their conductance: what is amplified is nothing.
 */
const mostGain = 1e6;

/**
 * A column without conductance has nothing to compensate. Throws OhmbrushError 'bad-chip' where drift left next to
 * nothing.
 */
function compensationGain(programmed: number, aged: number, layer: string, age: number): number {
  const gain = aged > 0 ? programmed / aged : 1;
  if (gain <= mostGain) return gain;
  throw new OhmbrushError('drifted-away', { age, layer });
}
