import type { GroupValues } from './call-fields.ts';

/**
 * Where a row's K inputs lie: input k of row m is data[rowStart[m] + tapStart[k / tapLength] + k % tapLength]. A linear
 * layer has one tap of K; a convolution on a zero-padded channels-last image has a tap per kernel row: no im2col
 * buffer. tensor/gather.ts makes those of convolutions.
 */
export interface Gather {
  /** [M], not negative. */
  readonly rowStart: Int32Array;
  /** Not negative. */
  readonly tapStart: Int32Array;
  readonly tapLength: number;
  /** One more than the largest index of `data` that is read. */
  readonly reach: number;
}

/** The gather of a linear layer: row m of x [rows, k] is x[m * k ...]. */
export function linearGather(rows: number, k: number): Gather {
  const rowStart = sharedInts(rows);
  for (let m = 0; m < rows; m++) rowStart[m] = m * k;
  return { rowStart, tapStart: sharedInts(1), tapLength: k, reach: rows * k };
}

/** Contents zero, in memory that all threads see. */
export function sharedInts(length: number): Int32Array {
  return new Int32Array(new SharedArrayBuffer(length * 4));
}

/** A gather in a kernel's call. */
export const gatherGroup = {
  struct: 'Gather',
  fields: { rowStart: 'i32[]', tapStart: 'i32[]', taps: 'i32', tapLength: 'i32' },
} as const;

export function gatherValues({ rowStart, tapStart, tapLength }: Gather): GroupValues<typeof gatherGroup> {
  return { rowStart, tapStart, taps: tapStart.length, tapLength };
}

/** Copies the inputs of row m side by side. */
export function gatherRow<T extends Int8Array | Float32Array>(data: T, gather: Gather, m: number, into: T): void {
  const { tapStart, tapLength } = gather;
  const start = gather.rowStart[m]!;
  for (let tap = 0; tap < tapStart.length; tap++) {
    const from = start + tapStart[tap]!;
    into.set(data.subarray(from, from + tapLength), tap * tapLength);
  }
}
