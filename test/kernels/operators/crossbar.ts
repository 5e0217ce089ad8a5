import fc from 'fast-check';
import { hash32 } from '../../../src/worker/kernels/gaussian.ts';
import type { KernelPool } from '../../../src/worker/kernels/kernels.ts';
import { type Crossbar, crossbarCells } from '../../../src/worker/kernels/operands/crossbar.ts';
import { type CrossbarCall, crossbar } from '../../../src/worker/kernels/operators/crossbar.ts';
import { casesOf } from '../operator-cases.ts';
import { convolutions, linears } from './gathers.ts';
import { randomFloats } from './random-floats.ts';

/** A random product on the chip, small enough for many runs, odd enough to find an edge. */
export interface CrossbarCase {
  readonly weights: Crossbar;
  /** All but the loaded cells and the output. */
  readonly call: Omit<CrossbarCall, 'crossbar' | 'output'>;
  readonly outputLength: number;
}

/** Energies of the drives: those that the kernels know, and one that they look up. */
const driveEnergies = {
  squares: (x: number) => x * x,
  magnitudes: (x: number) => Math.abs(x),
  pulses: (x: number) => bitCount(x & 255),
  irregular: (x: number) => (hash32(x) >>> 18) % 16385,
};

function bitCount(x: number): number {
  return x === 0 ? 0 : (x & 1) + bitCount(x >> 1);
}

/** Few rows and many, as threads share them out by columns or by rows. */
const linear = linears({ rows: [1, 40], k: [1, 300] }, { rows: [60, 150], k: [1, 40] });

const convolution = convolutions({ size: 7, channels: 24 });

const shapes = fc.record({
  gathered: fc.oneof(linear, convolution),
  columns: fc.oneof(fc.integer({ min: 1, max: 20 }), fc.integer({ min: 1, max: 140 })),
  tileRows: fc.integer({ min: 1, max: 320 }),
  weightSlices: fc.integer({ min: 1, max: 3 }),
  wide: fc.boolean(),
  inputCut: fc.constantFrom([1, 8], [8, 1], [4, 2], [3, 3], [2, 4], [3, 1]),
  adcBits: fc.constantFrom(1, 4, 8, 12, 'exact', 'lossless'),
  unsigned: fc.boolean(),
  /** Share of the largest possible sum that the ADC covers. */
  range: fc.constantFrom(0.01, 0.1, 1),
  outputNoise: fc.constantFrom(0, 0, 0.3, 40),
  cellNoise: fc.constantFrom(0, 0, 0.003),
  offset: fc.constantFrom(0, -128, 77),
  bias: fc.boolean(),
  spare: fc.integer({ min: 0, max: 3 }),
  conduction: fc.constantFrom('none', 'squares', 'magnitudes', 'pulses', 'irregular'),
  /** Null: the input is int8. */
  inputBits: fc.option(fc.integer({ min: 2, max: 8 })),
  contents: fc.constantFrom('random', 'random', 'random', 'few bits', 'zero', 'full scale', 'cancelling'),
  /** Of a float32 input. */
  floats: fc.constantFrom('ordinary', 'ordinary', 'tiny', 'huge', 'not finite'),
  seed: fc.integer(),
});

type Shape = typeof shapes extends fc.Arbitrary<infer Value> ? Value : never;

function crossbarCase(given: Shape): CrossbarCase {
  const { k, gather, length } = given.gathered;
  const rows = gather.rowStart.length;
  const [inputSlices, sliceBits] = given.inputCut as [number, number];
  let counter = hash32(given.seed);
  const next = () => hash32(counter++);
  const cells = Array.from({ length: given.weightSlices }, () => {
    const slice = given.wide ? new Int16Array(k * given.columns) : new Int8Array(k * given.columns);
    return slice.map(() => (given.contents === 'few bits' ? (next() & 7) - 3 : next()));
  });
  const input = new Int8Array(length).map(() => next());
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
  const largestCell = given.contents === 'few bits' ? 4 : given.wide ? 32768 : 128;
  const largestSum = (inputSlices === 8 ? 1 : 128) * largestCell * Math.min(given.tileRows, k);
  const analog = typeof given.adcBits === 'number';
  const levels = typeof given.adcBits === 'number' ? 2 ** (given.adcBits - 1) : 0;
  const wholeRange = given.adcBits === 'lossless' ? 2 ** 31 : given.range === 1 ? 2 ** 30 : 2 ** 26;
  const noisy = given.outputNoise + given.cellNoise > 0 && given.adcBits !== 'lossless';
  const outputStride = given.columns + given.spare;
  return {
    weights: { rows: k, columns: given.columns, tileRows: given.tileRows, sliceCells: cells },
    call: {
      input: given.inputBits === null ? input : floatsLike(input, given.floats, next),
      gather,
      inputBits: given.inputBits ?? 8,
      inputSlices,
      sliceBits,
      inverseLsb: analog ? levels / (largestSum * given.range) : 1,
      codeMin: analog ? (given.unsigned ? 0 : -levels) : -wholeRange,
      codeMax: analog ? (given.unsigned ? 2 * levels - 1 : levels - 1) : wholeRange - 1,
      sliceWeight: Int32Array.from(cells, (_, w) => 4 ** w),
      offset: given.offset,
      noise: noisy ? { key: next(), output: given.outputNoise, cell: given.cellNoise } : null,
      scale: next() / 2 ** 31,
      columnScale: randomFloats(given.columns, next(), 1e-3),
      bias: given.bias ? randomFloats(given.columns, next(), 10) : null,
      conduction:
        given.conduction === 'none'
          ? null
          : {
              driveEnergy: Int32Array.from({ length: 256 }, (_, i) =>
                driveEnergies[given.conduction as keyof typeof driveEnergies](i - 128),
              ),
              rowConductance: Int16Array.from({ length: k }, () => next() & 4095),
            },
      outputStride,
    },
    outputLength: rows * outputStride,
  };
}

/** About the integers, in another unit for each element's neighbourhood, so that the rows have ranges of their own. */
function floatsLike(integers: Int8Array, kind: Shape['floats'], next: () => number): Float32Array {
  const unit = { ordinary: 1, tiny: 2 ** -140, huge: 2 ** 119, 'not finite': 1 }[kind];
  const values = Float32Array.from(integers, (x, i) => (x + next() / 2 ** 32) * unit * 2 ** -(hash32(i >> 7) & 7));
  if (kind === 'not finite') {
    for (const bad of [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]) {
      values[(next() >>> 0) % values.length] = bad;
    }
  }
  return values;
}

export const crossbarShapes = shapes.map(crossbarCase);

/** One LSB is one unit and nothing clips, but sums pass 2^24: a converter that only looks lossless. */
const roundingShapes = shapes.map((shape) =>
  crossbarCase({
    ...shape,
    wide: true,
    adcBits: 'exact',
    range: 1,
    outputNoise: 0,
    cellNoise: 0,
    inputCut: [1, 8],
    inputBits: null,
    contents: 'cancelling',
  }),
);

/** Inputs bit by bit on cells of a few bits, which the kernels multiply in another way. */
const serialShapes = shapes.map((shape) =>
  crossbarCase({
    ...shape,
    inputCut: [8, 1],
    adcBits: typeof shape.adcBits === 'number' ? shape.adcBits : 6,
    contents: shape.contents === 'zero' ? 'zero' : 'few bits',
  }),
);

export function callOf(pool: KernelPool, { weights, call, outputLength }: CrossbarCase): CrossbarCall {
  return { ...call, crossbar: pool.load(crossbarCells, weights), output: pool.arena.floats(outputLength) };
}

export const crossbarCases = casesOf(
  crossbar,
  fc
    .oneof(
      { arbitrary: crossbarShapes, weight: 5 },
      { arbitrary: roundingShapes, weight: 1 },
      { arbitrary: serialShapes, weight: 2 },
    )
    .map((given) => (pool) => {
      const call = callOf(pool, given);
      return { call, outputs: [call.output] };
    }),
  300,
);
