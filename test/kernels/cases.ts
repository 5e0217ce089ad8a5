import fc from 'fast-check';
import { hash32 } from '../../src/worker/kernels/gaussian.ts';
import type { Crossbar, CrossbarCall, Gather, MatmulCall } from '../../src/worker/kernels/kernels.ts';

/** Random products on the chip and in float32, small enough for many runs, odd enough to find an edge. */

export interface CrossbarCase {
  readonly crossbar: Crossbar;
  readonly call: CrossbarCall;
  readonly rows: number;
}

export interface MatmulCase {
  readonly call: MatmulCall;
  readonly rows: number;
}

const shared = {
  int8: (n: number) => new Int8Array(new SharedArrayBuffer(n)),
  int16: (n: number) => new Int16Array(new SharedArrayBuffer(n * 2)),
  int32: (n: number) => new Int32Array(new SharedArrayBuffer(n * 4)),
  float32: (n: number) => new Float32Array(new SharedArrayBuffer(n * 4)),
};

/** A stream of int32 for filling arrays: shapes shrink, contents follow the seed. */
function words(seed: number): () => number {
  let counter = hash32(seed);
  return () => hash32(counter++);
}

function fill<T extends Int8Array | Int16Array | Float32Array>(array: T, next: () => number): T {
  for (let i = 0; i < array.length; i++) array[i] = next();
  return array;
}

function fillFloats(array: Float32Array, next: () => number, scale: number): Float32Array {
  for (let i = 0; i < array.length; i++) array[i] = (next() / 2 ** 31) * scale;
  return array;
}

/** A linear gather, or a square convolution over an image of `lines` x `lines` pixels. */
const gatherArbitrary = fc.oneof(
  fc.record({
    kind: fc.constant('linear' as const),
    rows: fc.integer({ min: 1, max: 40 }),
    k: fc.integer({ min: 1, max: 300 }),
  }),
  fc.record({
    kind: fc.constant('conv' as const),
    size: fc.integer({ min: 3, max: 7 }),
    kernel: fc.integer({ min: 1, max: 3 }),
    stride: fc.integer({ min: 1, max: 2 }),
    channels: fc.integer({ min: 1, max: 24 }),
  }),
);

interface Gathered {
  readonly gather: Gather;
  readonly rows: number;
  readonly k: number;
  /** Elements of the input array. */
  readonly length: number;
}

const gathered = gatherArbitrary.map((shape): Gathered => {
  if (shape.kind === 'linear') {
    const rowStart = shared.int32(shape.rows).map((_, m) => m * shape.k);
    return {
      gather: { rowStart, tapStart: shared.int32(1), tapLength: shape.k },
      rows: shape.rows,
      k: shape.k,
      length: shape.rows * shape.k,
    };
  }
  const { size, kernel, stride, channels } = shape;
  const out = Math.floor((size - kernel) / stride) + 1;
  const rowStart = shared.int32(out * out).map((_, m) => (Math.floor(m / out) * size + (m % out)) * stride * channels);
  const tapStart = shared
    .int32(kernel * kernel)
    .map((_, tap) => (Math.floor(tap / kernel) * size + (tap % kernel)) * channels);
  return {
    gather: { rowStart, tapStart, tapLength: channels },
    rows: out * out,
    k: kernel * kernel * channels,
    length: size * size * channels,
  };
});

const contents = fc.constantFrom('random', 'random', 'random', 'zero', 'full scale', 'cancelling');

const shapes = fc.record({
  gathered,
  columns: fc.oneof(fc.integer({ min: 1, max: 20 }), fc.integer({ min: 60, max: 140 })),
  tileRows: fc.integer({ min: 1, max: 320 }),
  slices: fc.integer({ min: 1, max: 3 }),
  wide: fc.boolean(),
  inputCut: fc.constantFrom([1, 8], [8, 1], [4, 2], [3, 3], [2, 4]),
  adcBits: fc.constantFrom(1, 4, 8, 12, 'exact', 'lossless'),
  unsigned: fc.boolean(),
  /** Share of the largest possible sum that the ADC covers. */
  range: fc.constantFrom(0.01, 0.1, 1),
  noise: fc.constantFrom(0, 0, 0.3, 40),
  offset: fc.constantFrom(0, -128, 77),
  bias: fc.boolean(),
  spare: fc.integer({ min: 0, max: 3 }),
  contents,
  seed: fc.integer(),
});

type Shape = typeof shapes extends fc.Arbitrary<infer Value> ? Value : never;

function crossbarCase(given: Shape): CrossbarCase {
  const { rows, k, gather, length } = given.gathered;
  const [inputSlices, sliceBits] = given.inputCut as [number, number];
  const next = words(given.seed);
  const cells = Array.from({ length: given.slices }, () =>
    fill(given.wide ? shared.int16(k * given.columns) : shared.int8(k * given.columns), next),
  );
  const input = fill(shared.int8(length), next);
  if (given.contents === 'zero') input.fill(0);
  if (given.contents === 'full scale') {
    input.fill(-128);
    for (const slice of cells) slice.fill(given.wide ? -32768 : -128);
  }
  if (given.contents === 'cancelling') {
    // Large sums of one sign in each tile, of the other in the next: float32 rounds the sums, and the total shows it.
    for (let i = 0; i < input.length; i++) input[i] = (input[i]! & 127) | 64;
    cells.forEach((slice, w) => {
      for (let i = 0; i < slice.length; i++) {
        const tile = Math.floor(i / given.columns / given.tileRows);
        const magnitude = given.wide ? (slice[i]! & 32767) | 16384 : (slice[i]! & 127) | 64;
        slice[i] = (tile + w) % 2 === 0 ? magnitude : -magnitude;
      }
    });
  }
  const largestSum = 128 * (given.wide ? 32768 : 128) * Math.min(given.tileRows, k);
  const levels = typeof given.adcBits === 'number' ? 2 ** (given.adcBits - 1) : 0;
  const analog = typeof given.adcBits === 'number';
  const wholeRange = given.adcBits === 'lossless' ? 2 ** 31 : given.range === 1 ? 2 ** 30 : 2 ** 26;
  const noisy = given.noise > 0 && given.adcBits !== 'lossless';
  const conversions = rows * Math.ceil(k / given.tileRows) * inputSlices;
  const outputStride = given.columns + given.spare;
  return {
    rows,
    crossbar: { rows: k, columns: given.columns, tileRows: given.tileRows, slices: cells },
    call: {
      input,
      gather,
      inputSlices,
      sliceBits,
      inverseLsb: analog ? levels / (largestSum * given.range) : 1,
      codeMin: analog ? (given.unsigned ? 0 : -levels) : -wholeRange,
      codeMax: analog ? (given.unsigned ? 2 * levels - 1 : levels - 1) : wholeRange - 1,
      sliceWeight: shared.int32(given.slices).map((_, w) => 4 ** w),
      offset: given.offset,
      noise: noisy
        ? { key: next(), sigma: fillFloats(shared.float32(conversions), () => Math.abs(next()), given.noise) }
        : null,
      rowScale: fillFloats(shared.float32(rows), next, 1),
      columnScale: fillFloats(shared.float32(given.columns), next, 1e-3),
      bias: given.bias ? fillFloats(shared.float32(given.columns), next, 10) : null,
      output: shared.float32(rows * outputStride),
      outputStride,
    },
  };
}

export const crossbarCases = shapes.map(crossbarCase);

/** One LSB is one unit and nothing clips, but sums pass 2^24: a converter that only looks lossless. */
export const roundingCases = shapes.map((shape) =>
  crossbarCase({ ...shape, wide: true, adcBits: 'exact', range: 1, noise: 0, contents: 'cancelling' }),
);

export const matmulCases: fc.Arbitrary<MatmulCase> = fc
  .record({
    gathered,
    n: fc.integer({ min: 1, max: 70 }),
    bias: fc.boolean(),
    spare: fc.integer({ min: 0, max: 3 }),
    seed: fc.integer(),
  })
  .map(({ gathered: { gather, rows, k, length }, n, bias, spare, seed }) => {
    const next = words(seed);
    return {
      rows,
      call: {
        a: fillFloats(shared.float32(length), next, 3),
        gather,
        b: fillFloats(shared.float32(n * k), next, 1),
        k,
        n,
        bias: bias ? fillFloats(shared.float32(n), next, 2) : null,
        c: shared.float32(rows * (n + spare)),
        cStride: n + spare,
      },
    };
  });

/** The same call into an output of its own. */
export function withOutput<T extends CrossbarCall>(call: T): T {
  return { ...call, output: shared.float32(call.output.length) };
}

/** The bits of a float32 array: what "the same result" means. */
export function bitsOf(array: Float32Array): Int32Array {
  return new Int32Array(array.buffer, array.byteOffset, array.length);
}
