import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { gaussian } from '../../src/worker/kernels/gaussian.ts';
import type { CrossbarCall, CrossbarCounts, Gather } from '../../src/worker/kernels/kernels.ts';
import { referenceKernels } from '../../src/worker/kernels/reference.ts';
import { bitsOf, type CrossbarCase, crossbarCases, matmulCases, withOutput } from './cases.ts';

const reference = referenceKernels();

/** The definition is held here against arithmetic written another way: whole products in BigInt, sums in float64, ADC codes by hand. */

function run({ crossbar, call, rows }: CrossbarCase) {
  const counts: CrossbarCounts = { conversions: 0, clipped: 0 };
  reference.load(1, crossbar);
  reference.crossbar(1, call, 0, rows, counts);
  return counts;
}

function inputAt(data: ArrayLike<number>, gather: Gather, m: number, k: number): number {
  const tap = Math.floor(k / gather.tapLength);
  return data[gather.rowStart[m]! + gather.tapStart[tap]! + (k % gather.tapLength)]!;
}

test('without a converter the product is the integer product, cut in any slices and tiles', () => {
  fc.assert(
    fc.property(crossbarCases, (given) => {
      const { crossbar, rows } = given;
      const call = {
        ...withOutput(given.call),
        inverseLsb: 1,
        codeMin: -(2 ** 31),
        codeMax: 2 ** 31 - 1,
        noise: null,
        bias: null,
        rowScale: new Float32Array(rows).fill(1),
        columnScale: new Float32Array(crossbar.columns).fill(1),
      };
      const counts = run({ crossbar, call, rows });
      expect(counts.clipped).toBe(0);
      for (let m = 0; m < rows; m++) {
        for (let n = 0; n < crossbar.columns; n++) {
          let total = 0n;
          for (let k = 0; k < crossbar.rows; k++) {
            const weight = crossbar.slices.reduce(
              (sum, cells, w) => sum + cells[k * crossbar.columns + n]! * call.sliceWeight[w]!,
              0,
            );
            total += BigInt(inputAt(call.input, call.gather, m, k)) * BigInt(weight + call.offset);
          }
          expect(call.output[m * call.outputStride + n]).toBe(Math.fround(Number(BigInt.asIntN(32, total))));
        }
      }
    }),
    { numRuns: 60 },
  );
});

/** One row, one input of 1, one cell per column: the sums are the cells, so that each ADC code can be written down. */
function convert(
  cells: number[],
  adc: Pick<CrossbarCall, 'inverseLsb' | 'codeMin' | 'codeMax'>,
  noise: CrossbarCall['noise'] = null,
) {
  const N = cells.length;
  const call: CrossbarCall = {
    input: Int8Array.of(1),
    gather: { rowStart: Int32Array.of(0), tapStart: Int32Array.of(0), tapLength: 1 },
    inputSlices: 1,
    sliceBits: 8,
    ...adc,
    sliceWeight: Int32Array.of(1),
    offset: 0,
    noise,
    rowScale: Float32Array.of(1),
    columnScale: new Float32Array(N).fill(1),
    bias: null,
    output: new Float32Array(N),
    outputStride: N,
  };
  const counts = run({
    crossbar: { rows: 1, columns: N, tileRows: 1, slices: [Int16Array.from(cells)] },
    call,
    rows: 1,
  });
  return { codes: [...call.output], counts };
}

describe('the converter', () => {
  test('rounds half to even', () => {
    const { codes } = convert([-5, -3, -1, 0, 1, 3, 5, 6, 7], { inverseLsb: 0.5, codeMin: -128, codeMax: 127 });
    expect(codes).toEqual([-2, -2, 0, 0, 0, 2, 2, 3, 4]);
  });

  test('clamps to its codes and counts what does not round into them', () => {
    // In LSB: -5, -4.5 (rounds to -4, in range), -4, 3, 3.5 (rounds to 4, out of range), 100.
    const { codes, counts } = convert([-10, -9, -8, 6, 7, 200], { inverseLsb: 0.5, codeMin: -4, codeMax: 3 });
    expect(codes).toEqual([-4, -4, -4, 3, 3, 3]);
    expect(counts).toEqual({ conversions: 6, clipped: 3 });
  });

  test('takes unsigned codes', () => {
    const { codes, counts } = convert([-2, -1, 1, 30], { inverseLsb: 0.5, codeMin: 0, codeMax: 15 });
    expect(codes).toEqual([0, 0, 0, 15]);
    expect(counts.clipped).toBe(1);
  });

  test('adds sigma times the noise of its key before it rounds', () => {
    const cells = Array.from({ length: 200 }, (_, n) => n - 100);
    const adc = { inverseLsb: 0.25, codeMin: -128, codeMax: 127 };
    const { codes } = convert(cells, adc, { key: 99, sigma: Float32Array.of(1.5) });
    const expected = cells.map((cell, n) => cell * 0.25 + 1.5 * gaussian(99, 0, n, 0));
    for (let n = 0; n < cells.length; n++) expect(Math.abs(codes[n]! - expected[n]!)).toBeLessThanOrEqual(0.5 + 1e-6);
    expect(new Set(codes.map((code, n) => code - Math.round(cells[n]! / 4))).size).toBeGreaterThan(4);
  });
});

test('a float32 product is within 1e-5 of float64', () => {
  fc.assert(
    fc.property(matmulCases, ({ call, rows }) => {
      reference.matmul(call, 0, rows);
      for (let m = 0; m < rows; m++) {
        for (let n = 0; n < call.n; n++) {
          let exact = call.bias?.[n] ?? 0;
          let magnitude = Math.abs(exact);
          for (let k = 0; k < call.k; k++) {
            const product = inputAt(call.a, call.gather, m, k) * call.b[n * call.k + k]!;
            exact += product;
            magnitude += Math.abs(product);
          }
          expect(Math.abs(call.c[m * call.cStride + n]! - exact)).toBeLessThanOrEqual(1e-5 * magnitude);
        }
      }
    }),
    { numRuns: 40 },
  );
});

test('results beside the product are left alone', () => {
  fc.assert(
    fc.property(crossbarCases, (given) => {
      const call = withOutput(given.call);
      call.output.fill(7);
      run({ ...given, call });
      const columns = given.crossbar.columns;
      for (let m = 0; m < given.rows; m++) {
        const beside = call.output.subarray(m * call.outputStride + columns, (m + 1) * call.outputStride);
        expect(bitsOf(beside).every((bits) => bits === bitsOf(Float32Array.of(7))[0])).toBe(true);
      }
    }),
    { numRuns: 30 },
  );
});
