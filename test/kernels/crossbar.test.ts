import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { linearGather } from '../../src/worker/kernels/gather.ts';
import { gaussian } from '../../src/worker/kernels/gaussian.ts';
import type { Counts } from '../../src/worker/kernels/operator.ts';
import { type CrossbarCall, crossbar } from '../../src/worker/kernels/operators/crossbar.ts';
import { openReference } from '../../src/worker/kernels/reference.ts';
import { type CrossbarCase, callOf, crossbarShapes } from './operators/crossbar.ts';

const reference = openReference();

/**
 * The definition is held here against arithmetic written another way: whole products in BigInt, sums in float64, ADC
 * codes by hand.
 */

function run(given: CrossbarCase): { call: CrossbarCall; counts: Counts } {
  const call = callOf(reference, given);
  return { call, counts: { ...reference.run(crossbar, call) } };
}

function inputAt({ input, gather }: Pick<CrossbarCall, 'input' | 'gather'>, m: number, k: number): number {
  const tap = Math.floor(k / gather.tapLength);
  return input[gather.rowStart[m]! + gather.tapStart[tap]! + (k % gather.tapLength)]!;
}

const int8Shapes = crossbarShapes.filter(({ call }) => call.input instanceof Int8Array);

test('without a converter the product is the integer product, cut in any slices and tiles', () => {
  fc.assert(
    fc.property(int8Shapes, (given) => {
      const { rows: K, columns: N, sliceCells } = given.weights;
      const { call, counts } = run({
        ...given,
        call: {
          ...given.call,
          inverseLsb: 1,
          codeMin: -(2 ** 31),
          codeMax: 2 ** 31 - 1,
          noise: null,
          bias: null,
          scale: 1,
          columnScale: new Float32Array(N).fill(1),
        },
      });
      expect(counts.clipped).toBe(0);
      for (let m = 0; m < call.gather.rowStart.length; m++) {
        for (let n = 0; n < N; n++) {
          let total = 0n;
          for (let k = 0; k < K; k++) {
            const weight = sliceCells.reduce((sum, cells, w) => sum + cells[k * N + n]! * call.sliceWeight[w]!, 0);
            total += BigInt(inputAt(call, m, k)) * BigInt(weight + call.offset);
          }
          expect(call.output[m * call.outputStride + n]).toBe(Math.fround(Number(BigInt.asIntN(32, total))));
        }
      }
    }),
    { numRuns: 60 },
  );
});

test('every conversion and everything that the cells conduct is counted', () => {
  fc.assert(
    fc.property(int8Shapes, (given) => {
      const { call, counts } = run(given);
      const { rows: K, columns: N, tileRows, sliceCells } = given.weights;
      const M = call.gather.rowStart.length;
      expect(counts.conversions).toBe(M * N * Math.ceil(K / tileRows) * call.inputSlices * sliceCells.length);
      let conducted = 0;
      for (let m = 0; call.conduction && m < M; m++) {
        const { driveEnergy, rowConductance } = call.conduction;
        for (let k = 0; k < K; k++) conducted += driveEnergy[inputAt(call, m, k) + 128]! * rowConductance[k]!;
      }
      expect(counts.conduction).toBe(conducted);
      expect(counts.nonFinite).toBe(0);
    }),
    { numRuns: 60 },
  );
});

/** Rows of `inputs` on a crossbar of int16 cells [K, N], one tile, one slice. */
function small(inputs: CrossbarCall['input'], K: number, cells: number[], changes: Partial<CrossbarCall>) {
  const N = cells.length / K;
  const rows = inputs.length / K;
  const given: CrossbarCase = {
    weights: { rows: K, columns: N, tileRows: K, sliceCells: [Int16Array.from(cells)] },
    call: {
      input: inputs,
      gather: linearGather(rows, K),
      inputBits: 8,
      inputSlices: 1,
      sliceBits: 8,
      inverseLsb: 1,
      codeMin: -(2 ** 31),
      codeMax: 2 ** 31 - 1,
      sliceWeight: Int32Array.of(1),
      offset: 0,
      noise: null,
      scale: 1,
      columnScale: new Float32Array(N).fill(1),
      bias: null,
      conduction: null,
      outputStride: N,
      ...changes,
    },
    outputLength: rows * N,
  };
  const { call, counts } = run(given);
  return { values: [...call.output], counts };
}

/** One row, one input of 1, one cell per column: the sums are the cells, so that each ADC code can be written down. */
const convert = (cells: number[], changes: Partial<CrossbarCall>) => small(Int8Array.of(1), 1, cells, changes);

describe('the converter', () => {
  test('rounds half to even', () => {
    const { values } = convert([-5, -3, -1, 0, 1, 3, 5, 6, 7], { inverseLsb: 0.5, codeMin: -128, codeMax: 127 });
    expect(values).toEqual([-2, -2, 0, 0, 0, 2, 2, 3, 4]);
  });

  test('clamps to its codes and counts what does not round into them', () => {
    // In LSB: -5, -4.5 (rounds to -4, in range), -4, 3, 3.5 (rounds to 4, out of range), 100.
    const { values, counts } = convert([-10, -9, -8, 6, 7, 200], { inverseLsb: 0.5, codeMin: -4, codeMax: 3 });
    expect(values).toEqual([-4, -4, -4, 3, 3, 3]);
    expect(counts).toMatchObject({ conversions: 6, clipped: 3 });
  });

  test('takes unsigned codes', () => {
    const { values, counts } = convert([-2, -1, 1, 30], { inverseLsb: 0.5, codeMin: 0, codeMax: 15 });
    expect(values).toEqual([0, 0, 0, 15]);
    expect(counts.clipped).toBe(1);
  });

  test('adds sigma times the noise of its key before it rounds; sigma grows with the drive', () => {
    const drive = 3;
    const cells = Array.from({ length: 200 }, (_, n) => n - 100);
    const { values } = small(Int8Array.of(drive), 1, cells, {
      inverseLsb: 0.25,
      codeMin: -128,
      codeMax: 127,
      noise: { key: 99, output: 1.5, cell: 0.7 },
    });
    const sigma = Math.hypot(1.5, 0.7 * drive);
    const noises = values.map((code, n) => code - drive * cells[n]! * 0.25);
    for (const [n, noise] of noises.entries()) {
      expect(Math.abs(noise - sigma * gaussian(99, 0, n, 0))).toBeLessThanOrEqual(0.5 + 1e-6);
    }
    expect(Math.max(...noises)).toBeGreaterThan(4);
  });
});

describe('a float32 input', () => {
  test('is quantized row by row to its largest magnitude', () => {
    const { values, counts } = small(Float32Array.of(0.5, -1, 0.126, 200, 100, -50), 3, [1, 0, 0, 0, 1, 0, 0, 0, 1], {
      inputBits: 4,
    });
    // Steps of 1 / 7 and of 200 / 7: 3.5 is even, -7, 0.88; 7, 3.5, -1.75.
    const unit = [1 / 7, 200 / 7];
    const expected = [4 * unit[0]!, -7 * unit[0]!, unit[0]!, 7 * unit[1]!, 4 * unit[1]!, -2 * unit[1]!];
    for (const [i, value] of values.entries()) expect(value / expected[i]!).toBeCloseTo(1, 6);
    expect(counts.nonFinite).toBe(0);
  });

  test('of zeros, of numbers too small to be scaled, or with something that is no number counts as zeros', () => {
    const bad = [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
    const { values, counts } = small(
      Float32Array.of(0, 0, 0, 1e-44, 0, 0, 1, ...bad.slice(0, 2), 1, bad[2]!, 2),
      3,
      [5, 6, 7],
      {},
    );
    expect(values).toEqual([0, 0, 0, 0]);
    expect(counts.nonFinite).toBe(3);
  });
});

test('results beside the product are left alone', () => {
  fc.assert(
    fc.property(crossbarShapes, (given) => {
      const call = callOf(reference, given);
      call.output.fill(7);
      reference.run(crossbar, call);
      const columns = given.weights.columns;
      for (let m = 0; m < call.gather.rowStart.length; m++) {
        const beside = call.output.subarray(m * call.outputStride + columns, (m + 1) * call.outputStride);
        expect(beside.every((value) => value === 7)).toBe(true);
      }
    }),
    { numRuns: 30 },
  );
});
