import type { KernelReport } from '../../shared/bench.ts';
import { linearGather } from '../kernels/gather.ts';
import type { KernelPool } from '../kernels/kernels.ts';
import { spinNative } from '../kernels/native.ts';
import { type Crossbar, crossbarCells } from '../kernels/operands/crossbar.ts';
import { type CrossbarCall, crossbar } from '../kernels/operators/crossbar.ts';
import { measurePeak } from '../kernels/peak.ts';
import { alternate, median, medianRatio } from './alternate.ts';
import type { Section } from './section.ts';

/** Layers of diffusion networks as products: rows, inputs, outputs. */
const SHAPES: readonly (readonly [rows: number, inputs: number, outputs: number])[] = [
  [256, 1152, 128],
  [1024, 2304, 256],
  [64, 2880, 320],
  [4096, 320, 320],
  [4096, 2880, 320],
];
const TILE_ROWS = 256;
/** Of the loop whose rate is the peak: some ten milliseconds. */
const PEAK_ROUNDS = 1 << 20;
const ADC = { codeMin: -128, codeMax: 127 };

/** The tile kernel in isolation: 8-bit inputs and cells, 256-row tiles, an 8-bit converter. */
export const kernelSection: Section<KernelReport> = async ({ seconds, openPool, threads, progress }) => {
  const one = openPool(1);
  const all = openPool(threads);
  const shapes = [];
  for (const [i, shape] of SHAPES.entries()) {
    progress(`the tile kernel, shape ${i + 1} of ${SHAPES.length}`);
    shapes.push(await measureShape(one, all, shape, seconds / SHAPES.length));
  }
  const shares = shapes.map(({ shareOfPeak }) => shareOfPeak).filter((share) => share !== null);
  return {
    shareOfPeak: shares.length > 0 ? median(shares) : null,
    noiseCost: median(shapes.map(({ noiseCost }) => noiseCost)),
    bitSerialGmacs: median(shapes.map(({ bitSerialGmacs }) => bitSerialGmacs)),
    peak: {
      int8Gmacs: giga(measurePeak('int8')),
      float32Gmacs: giga(measurePeak('float32')),
      popcountGops: giga(measurePeak('popcount')),
    },
    shapes,
  };
};

async function measureShape(
  one: KernelPool,
  all: KernelPool,
  [rows, inputs, outputs]: (typeof SHAPES)[number],
  seconds: number,
): Promise<KernelReport['shapes'][number]> {
  const product = {
    input: randomIntegers(rows * inputs, 127),
    gather: linearGather(rows, inputs),
    inputBits: 8,
    scale: 1,
    columnScale: floats(outputs).fill(1),
    bias: null,
    conduction: null,
    offset: 0,
    output: floats(rows * outputs),
    outputStride: outputs,
    ...ADC,
  };
  const plain = {
    ...product,
    inputSlices: 1,
    sliceBits: 8,
    sliceWeight: Int32Array.of(1),
    // Four standard deviations of a tile's sum reach the ends of the converter.
    inverseLsb: 1 / 2700,
    noise: null,
  };
  // As on the pcm chip: the converter's own noise in LSB, and 1.75 % of full conductance for each cell.
  const noisy = { ...plain, noise: { key: 1, output: 0.3, cell: (0.0175 * 127) / 2700 } };
  const bitSerial = {
    ...product,
    inputSlices: 8,
    sliceBits: 1,
    sliceWeight: Int32Array.of(1, 4, 16, 64),
    // Coarser than 1, or the product would need no slices to be computed.
    inverseLsb: 1 / 2,
    noise: null,
  };
  const cells = crossbarOf(inputs, outputs, [127]);
  const slicedCells = crossbarOf(inputs, outputs, [3, 3, 3, 3]);
  const onOne = one.load(crossbarCells, cells);
  const onAll = all.load(crossbarCells, cells);
  const sliced = one.load(crossbarCells, slicedCells);
  const run = (pool: KernelPool, call: CrossbarCall) => () => pool.run(crossbar, call);
  const samples = await alternate(
    {
      plain: run(one, { ...plain, crossbar: onOne }),
      noisy: run(one, { ...noisy, crossbar: onOne }),
      bitSerial: run(one, { ...bitSerial, crossbar: sliced }),
      allThreads: run(all, { ...plain, crossbar: onAll }),
      peak: () => spinNative('int8', PEAK_ROUNDS),
    },
    seconds,
  );
  one.unload(onOne);
  one.unload(sliced);
  all.unload(onAll);

  const gmac = (rows * inputs * outputs) / 1e9;
  const peakGmac = (spinNative('int8', PEAK_ROUNDS) ?? 0) / 1e9;
  const rate = (name: 'plain' | 'bitSerial' | 'allThreads') => (1000 * gmac) / median(samples[name]);
  return {
    rows,
    inputs,
    outputs,
    gmacs: rate('plain'),
    shareOfPeak: peakGmac > 0 ? (gmac / peakGmac) * medianRatio(samples.peak, samples.plain) : null,
    allThreadsGmacs: rate('allThreads'),
    noiseCost: medianRatio(samples.noisy, samples.plain) - 1,
    bitSerialGmacs: rate('bitSerial'),
  };
}

/** @param largest absolute value of each slice's cells */
function crossbarOf(rows: number, columns: number, largest: readonly number[]): Crossbar {
  const sliceCells = largest.map((limit) => randomIntegers(rows * columns, limit));
  return { rows, columns, tileRows: TILE_ROWS, sliceCells };
}

function randomIntegers(length: number, largest: number): Int8Array {
  const values = new Int8Array(new SharedArrayBuffer(length));
  for (let i = 0; i < length; i++) values[i] = Math.floor(Math.random() * (2 * largest + 1)) - largest;
  return values;
}

function floats(length: number): Float32Array {
  return new Float32Array(new SharedArrayBuffer(length * 4));
}

function giga(perSecond: number | null): number | null {
  return perSecond === null ? null : perSecond / 1e9;
}
