import type { Crossbar, CrossbarCall, Gather, MatmulCall } from './kernels.ts';

/**
 * Every call is checked here before a backend sees it, because the native and WebAssembly kernels trust their pointers. A
 * failure is a mistake in our own code, hence RangeError.
 */

export function checkCrossbar({ rows, columns, tileRows, slices }: Crossbar): void {
  demand(rows > 0 && columns > 0 && tileRows > 0 && slices.length > 0, 'a crossbar needs rows, columns and a slice');
  for (const cells of slices) {
    demand(cells.length === rows * columns, `a slice of ${rows} x ${columns} cells has ${cells.length}`);
    demand(cells.constructor === slices[0]!.constructor, 'slices of one crossbar differ in their type');
  }
}

export function checkCrossbarCall(array: Crossbar, call: CrossbarCall, rows: number): void {
  const { rows: K, columns: N, slices } = array;
  checkGather(call.input.length, call.gather, rows, K);
  const { inputSlices, sliceBits, noise } = call;
  const cut = inputSlices === 1 || (inputSlices > 1 && sliceBits > 0 && (inputSlices - 1) * sliceBits < 8);
  demand(
    cut && Number.isInteger(inputSlices),
    `int8 inputs cannot be cut into ${inputSlices} slices of ${sliceBits} bits`,
  );
  demand(call.codeMin <= call.codeMax, `ADC codes from ${call.codeMin} to ${call.codeMax}`);
  demand(call.sliceWeight.length === slices.length, 'one weight per cell slice');
  demand(call.rowScale.length >= rows, 'one scale per row');
  demand(call.columnScale.length >= N, 'one scale per column');
  demand(!call.bias || call.bias.length >= N, 'one bias per column');
  const conversions = rows * Math.ceil(K / array.tileRows) * inputSlices;
  demand(!noise || noise.sigma.length >= conversions, 'one sigma per row, tile and input slice');
  checkOutput(call.output.length, call.outputStride, rows, N);
}

export function checkMatmulCall(call: MatmulCall, rows: number): void {
  checkGather(call.a.length, call.gather, rows, call.k);
  demand(call.b.length >= call.n * call.k, `a weight of ${call.n} x ${call.k} has ${call.b.length}`);
  demand(!call.bias || call.bias.length >= call.n, 'one bias per column');
  checkOutput(call.c.length, call.cStride, rows, call.n);
}

function checkGather(length: number, { rowStart, tapStart, tapLength }: Gather, rows: number, K: number): void {
  demand(Number.isInteger(rows) && rows >= 0 && rowStart.length >= rows, `${rows} rows of ${rowStart.length}`);
  demand(tapStart.length * tapLength === K, `${tapStart.length} taps of ${tapLength} for ${K} inputs`);
  if (rows === 0) return;
  const [firstRow, lastRow] = extent(rowStart, rows);
  const [firstTap, lastTap] = extent(tapStart, tapStart.length);
  demand(firstRow + firstTap >= 0 && lastRow + lastTap + tapLength <= length, 'a row reaches beyond its input');
}

function checkOutput(length: number, stride: number, rows: number, N: number): void {
  demand(rows === 0 || (stride >= N && (rows - 1) * stride + N <= length), `${rows} x ${N} results do not fit`);
}

function extent(values: Int32Array, count: number): [least: number, greatest: number] {
  let least = values[0]!;
  let greatest = least;
  for (let i = 1; i < count; i++) {
    least = Math.min(least, values[i]!);
    greatest = Math.max(greatest, values[i]!);
  }
  return [least, greatest];
}

function demand(condition: boolean, message: string): asserts condition {
  if (!condition) throw new RangeError(`kernel call: ${message}`);
}
