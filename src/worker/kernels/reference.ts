import { converterOf } from './converter.ts';
import { columnWord, drawWord, normalOfWord, rowDraw } from './gaussian.ts';
import type { Crossbar, CrossbarCall, CrossbarCounts, Gather, Kernels, MatmulCall } from './kernels.ts';
import { roundHalfToEven } from './rounding.ts';

const { fround, imul } = Math;

/** The definition of every kernel, plain and slow; what a machine without a compiler and without WebAssembly would run. */
export function referenceKernels(): Kernels {
  const loaded = new Map<number, Crossbar>();
  return {
    id: 'reference',
    detail: 'JavaScript',
    load: (key, crossbar) => void loaded.set(key, crossbar),
    unload: (key) => void loaded.delete(key),
    crossbar: (key, call, from, to, counts) => multiplyCrossbar(loaded.get(key)!, call, from, to, counts),
    matmul,
  };
}

function multiplyCrossbar(array: Crossbar, call: CrossbarCall, from: number, to: number, counts: CrossbarCounts): void {
  const { rows: K, columns: N, tileRows, slices } = array;
  const tiles = Math.ceil(K / tileRows);
  const { inputSlices, noise } = call;
  const converter = converterOf(call);
  const inputs = new Int8Array(K);
  const sliced = new Int32Array(K);
  const sums = new Int32Array(N);
  const totals = new Int32Array(N);
  const columnWords = Int32Array.from({ length: N }, (_, n) => columnWord(n));

  for (let m = from; m < to; m++) {
    gatherRow(call.input, call.gather, m, inputs);
    totals.fill(0);
    for (let t = 0; t < tiles; t++) {
      const start = t * tileRows;
      const end = Math.min(start + tileRows, K);
      for (let i = 0; i < inputSlices; i++) {
        const inputWeight = inputSlices === 1 ? 1 : 1 << (i * call.sliceBits);
        for (let k = start; k < end; k++) sliced[k] = inputSlice(inputs[k]!, i, call);
        for (let w = 0; w < slices.length; w++) {
          sumColumns(slices[w]!, sliced, start, end, sums);
          const weight = imul(inputWeight, call.sliceWeight[w]!);
          const conversion = (t * inputSlices + i) * slices.length + w;
          const sigma = noise ? noise.sigma[(m * tiles + t) * inputSlices + i]! : 0;
          const draw = noise ? rowDraw(noise.key, m, conversion) : null;
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
    const y = m * call.outputStride;
    for (let n = 0; n < N; n++) {
      const scale = fround(call.rowScale[m]! * call.columnScale[n]!);
      const value = fround(fround((totals[n]! + correction) | 0) * scale);
      call.output[y + n] = call.bias ? value + call.bias[n]! : value;
    }
  }
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

function matmul(call: MatmulCall, from: number, to: number): void {
  const { b, k: K, n: N, bias, c } = call;
  const a = new Float32Array(K);
  for (let m = from; m < to; m++) {
    gatherRow(call.a, call.gather, m, a);
    for (let n = 0; n < N; n++) {
      let sum = 0;
      const row = n * K;
      for (let k = 0; k < K; k++) sum = fround(sum + fround(a[k]! * b[row + k]!));
      c[m * call.cStride + n] = bias ? sum + bias[n]! : sum;
    }
  }
}

function gatherRow<T extends Int8Array | Float32Array>(data: T, gather: Gather, m: number, into: T): void {
  const { tapStart, tapLength } = gather;
  const start = gather.rowStart[m]!;
  for (let tap = 0; tap < tapStart.length; tap++) {
    const from = start + tapStart[tap]!;
    into.set(data.subarray(from, from + tapLength), tap * tapLength);
  }
}
