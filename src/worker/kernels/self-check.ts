import type { Numbers } from './call-fields.ts';
import { linearGather } from './gather.ts';
import { hash32 } from './gaussian.ts';
import type { KernelPool } from './kernels.ts';
import { crossbarCells } from './operands/crossbar.ts';
import { matrix } from './operands/matrix.ts';
import { type Counts, counterNames, type Operator } from './operator.ts';
import { activation, activations } from './operators/activation.ts';
import { add } from './operators/add.ts';
import { attention } from './operators/attention.ts';
import { channelSums, channelSumsLength } from './operators/channel-sums.ts';
import { concatChannels } from './operators/concat-channels.ts';
import { type CrossbarCall, crossbar } from './operators/crossbar.ts';
import { geglu } from './operators/geglu.ts';
import { groupNorm } from './operators/group-norm.ts';
import { largestMagnitude } from './operators/largest-magnitude.ts';
import { layerNorm } from './operators/layer-norm.ts';
import { matmul } from './operators/matmul.ts';
import { padImage } from './operators/pad-image.ts';
import { quantizeImage } from './operators/quantize-image.ts';
import { upsampleNearest } from './operators/upsample-nearest.ts';
import { openReference } from './reference.ts';

/** What a call gave, in a form whose equality means the same bits. */
interface Result {
  readonly bytes: Buffer;
  readonly counts: Counts;
}

/** Makes a call on a pool and runs it. */
type Sample = (pool: KernelPool) => Result;

/**
 * Runs a small call of every operator on a pool and on the reference: a few milliseconds. Not a proof
 * (test/kernels/backends.test.ts has that), but it notices a module that is damaged, or a processor or engine that does
 * not do what it says.
 *
 * @returns the operator that throws or whose results differ, with what happened; null where all are the same
 */
export function selfCheck(pool: KernelPool): string | null {
  const reference = openReference();
  for (const [name, sample] of samples) {
    try {
      const [tried, wanted] = [sample(pool), sample(reference)];
      if (!tried.bytes.equals(wanted.bytes) || !sameCounts(tried.counts, wanted.counts)) {
        return `it computes '${name}' wrong`;
      }
    } catch (error) {
      return `its '${name}' fails (${error instanceof Error ? error.message : error})`;
    }
  }
  return null;
}

function sameCounts(a: Counts, b: Counts): boolean {
  return counterNames.every((name) => a[name] === b[name]);
}

function sample<Call>(
  operator: Operator<Call>,
  make: (pool: KernelPool) => { readonly call: Call; readonly output: Numbers },
): [name: string, Sample] {
  return [
    operator.name,
    (pool) => {
      const { call, output } = make(pool);
      // An operator writes all of its results, whatever was there.
      output.fill(77);
      const counts = { ...pool.run(operator, call) };
      return { bytes: Buffer.from(output.buffer, output.byteOffset, output.byteLength), counts };
    },
  ];
}

/** Numbers of both signs, about as large as `scale`. */
function floats(length: number, seed: number, scale = 1): Float32Array {
  return Float32Array.from({ length }, (_, i) => (hash32(hash32(seed) + i) / 2 ** 31) * scale);
}

function bytes(length: number, seed: number, mask = 255): Int8Array {
  return Int8Array.from({ length }, (_, i) => (hash32(hash32(seed) + i) & mask) - (mask >> 1));
}

// Lengths that are no multiple of a vector, so that the ends of lines are tried too.
const rows = 5;
const inputs = 83;
const outputs = 37;
const square = { batch: 1, pixels: 9, channels: 24 } as const;
const pad = { top: 1, left: 1, bottom: 1, right: 1 };
const shape = [1, 3, 3, square.channels] as const;

function onCrossbar(cellMask: number, wide: boolean, change: Partial<CrossbarCall>): [name: string, Sample] {
  return sample(crossbar, (pool) => {
    const slices = [1, 2].map((seed) => bytes(inputs * outputs, seed, cellMask));
    const weights = wide ? slices.map((slice) => Int16Array.from(slice, (cell) => 61 * cell)) : slices;
    const output = new Float32Array(rows * outputs);
    const call: CrossbarCall = {
      crossbar: pool.load(crossbarCells, { rows: inputs, columns: outputs, tileRows: 32, sliceCells: weights }),
      input: bytes(rows * inputs, 3),
      gather: linearGather(rows, inputs),
      inputBits: 8,
      inputSlices: 1,
      sliceBits: 8,
      inverseLsb: 1 / (cellMask * (wide ? 61 * 32 : 32)),
      codeMin: -128,
      codeMax: 127,
      sliceWeight: Int32Array.of(1, 4),
      offset: 0,
      noise: { key: 9, output: 0.3, cell: 0.003 },
      scale: 0.01,
      columnScale: floats(outputs, 4),
      bias: floats(outputs, 5),
      conduction: {
        driveEnergy: Int32Array.from({ length: 256 }, (_, i) => (i - 128) ** 2),
        rowConductance: Int16Array.from({ length: inputs }, (_, i) => hash32(i) & 4095),
      },
      output,
      outputStride: outputs,
      ...change,
    };
    return { call, output };
  });
}

const samples: readonly [name: string, Sample][] = [
  onCrossbar(255, false, {}),
  onCrossbar(255, true, { input: floats(rows * inputs, 6), noise: null, offset: -128 }),
  onCrossbar(3, false, { inputSlices: 8, sliceBits: 1 }),
  onCrossbar(255, false, { inverseLsb: 1, codeMin: -(2 ** 31), codeMax: 2 ** 31 - 1, noise: null }),
  sample(matmul, (pool) => {
    const b = pool.load(matrix, { weight: floats(outputs * inputs, 1), outputs, inputs });
    const output = new Float32Array(rows * outputs);
    const gather = linearGather(rows, inputs);
    return {
      call: { a: floats(rows * inputs, 2), gather, b, bias: floats(outputs, 3), c: output, cStride: outputs },
      output,
    };
  }),
  ...activations.map((kind) =>
    sample(activation, () => {
      const output = new Float32Array(inputs);
      return { call: { activation: kind, x: floats(inputs, 1, 8), y: output }, output };
    }),
  ),
  sample(add, () => {
    const output = new Float32Array(inputs);
    return { call: { a: floats(inputs, 1), b: floats(inputs, 2), sum: output }, output };
  }),
  sample(attention, () => {
    const [heads, size, queries, keys] = [2, 20, 7, 19];
    const output = new Float32Array(queries * heads * size);
    const [q, k, v] = [queries, keys, keys].map((count, i) => floats(count * heads * size, i));
    return {
      call: { q: q!, k: k!, v: v!, out: output, batch: 1, queries, keys, heads, size, causal: false },
      output,
    };
  }),
  sample(channelSums, () => {
    const { batch, pixels, channels } = square;
    const output = new Float64Array(channelSumsLength(batch, pixels, channels));
    return { call: { x: floats(pixels * channels, 1), batch, channels, added: null, sums: output }, output };
  }),
  sample(groupNorm, (pool) => {
    const { batch, pixels, channels } = square;
    const x = floats(pixels * channels, 1);
    const sums = new Float64Array(channelSumsLength(batch, pixels, channels));
    pool.run(channelSums, { x, batch, channels, added: null, sums });
    const output = new Float32Array(x.length);
    const [weight, bias] = [floats(channels, 2), floats(channels, 3)];
    const how = { groups: 4, eps: 1e-5, added: null, scaleShift: null, silu: true };
    return { call: { x, batch, channels, sums, weight, bias, ...how, y: output }, output };
  }),
  sample(layerNorm, () => {
    const output = new Float32Array(rows * inputs);
    const [weight, bias] = [floats(inputs, 2), floats(inputs, 3)];
    return { call: { x: floats(output.length, 1), weight, bias, eps: 1e-5, y: output }, output };
  }),
  sample(geglu, () => {
    const output = new Float32Array(rows * outputs);
    return { call: { x: floats(2 * output.length, 1, 4), y: output, width: outputs }, output };
  }),
  sample(concatChannels, () => {
    const output = new Float32Array(rows * (inputs + outputs));
    const [a, b] = [floats(rows * inputs, 1), floats(rows * outputs, 2)];
    return { call: { a, widthA: inputs, b, widthB: outputs, y: output }, output };
  }),
  sample(largestMagnitude, () => {
    const output = new Float32Array(1);
    return { call: { data: floats(inputs, 1), largest: output }, output };
  }),
  sample(padImage, () => {
    const output = new Float32Array(25 * square.channels);
    return { call: { image: floats(9 * square.channels, 1), shape, pad, padded: output }, output };
  }),
  sample(quantizeImage, () => {
    const output = new Int8Array(25 * square.channels);
    return {
      call: { image: floats(9 * square.channels, 1), shape, pad, limit: 1, bits: 8, quantized: output },
      output,
    };
  }),
  sample(upsampleNearest, () => {
    const output = new Float32Array(36 * square.channels);
    return { call: { shape, x: floats(9 * square.channels, 1), y: output }, output };
  }),
];
