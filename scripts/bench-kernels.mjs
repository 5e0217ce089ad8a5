// Measures the crossbar kernel of every backend: 8-bit inputs and cells, 256-row tiles, an 8-bit ADC, without and with read noise.
// Prints 10^9 multiply-accumulates a second, the best and the median of repeated calls. Run by hand on a quiet machine:
// npm exec -- node scripts/bench-kernels.mjs [threads ...]
import './require-node.mjs';
import { availableBackends, createKernelPool } from '../src/worker/kernels/pool.ts';

const shapes = [
  [256, 1152, 128],
  [1024, 2304, 256],
  [64, 2880, 320],
];
const tileRows = 256;
const secondsEach = 0.5;

const threadCounts = process.argv.slice(2).map(Number);
for (const threads of threadCounts.length > 0 ? threadCounts : [1, 2]) {
  for (const backend of availableBackends()) {
    const pool = createKernelPool({ backend, threads });
    for (const shape of shapes) {
      const [quiet, noisy] = [false, true].map((noise) => measure(pool, shape, noise));
      console.log(`${pool.detail}, threads: ${threads}, ${shape.join(' x ')}: ${quiet}; with noise ${noisy}`);
    }
    await pool.close();
  }
}

function measure(pool, [rows, K, N], noise) {
  const crossbar = { rows: K, columns: N, tileRows, slices: [array(Int8Array, K * N, randomByte)] };
  const call = {
    input: array(Int8Array, rows * K, randomByte),
    gather: {
      rowStart: array(Int32Array, rows, (m) => m * K),
      tapStart: array(Int32Array, 1),
      tapLength: K,
    },
    inputSlices: 1,
    sliceBits: 8,
    inverseLsb: 1 / 4000,
    codeMin: -128,
    codeMax: 127,
    sliceWeight: array(Int32Array, 1, () => 1),
    offset: 0,
    noise: noise ? { key: 1, sigma: array(Float32Array, rows * Math.ceil(K / tileRows), () => 0.5) } : null,
    rowScale: array(Float32Array, rows, () => 1),
    columnScale: array(Float32Array, N, () => 1),
    bias: null,
    output: array(Float32Array, rows * N),
    outputStride: N,
  };
  const handle = pool.load(crossbar);
  const rates = [];
  const end = performance.now() + 1000 * secondsEach;
  while (performance.now() < end || rates.length < 3) {
    const start = performance.now();
    pool.crossbar(handle, call, rows);
    rates.push((rows * K * N) / (performance.now() - start) / 1e6);
  }
  pool.unload(handle);
  rates.sort((a, b) => b - a);
  return `${rates[0].toFixed(1)} (median ${rates[rates.length >> 1].toFixed(1)})`;
}

function array(Type, length, element = () => 0) {
  const shared = new Type(new SharedArrayBuffer(length * Type.BYTES_PER_ELEMENT));
  for (let i = 0; i < length; i++) shared[i] = element(i);
  return shared;
}

function randomByte() {
  return Math.floor(Math.random() * 255) - 127;
}
