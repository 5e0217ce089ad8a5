import { setImmediate } from 'node:timers/promises';
import type { Worker } from 'node:worker_threads';
import fc from 'fast-check';
import { afterEach, describe, expect, test } from 'vitest';
import type { CrossbarCall, KernelPool, Kernels } from '../../src/worker/kernels/kernels.ts';
import { availableBackends, createKernelPool, soloWork } from '../../src/worker/kernels/pool.ts';
import { bitsOf, type CrossbarCase, crossbarCases, type MatmulCase, matmulCases, withOutput } from './cases.ts';

const pools: KernelPool[] = [];

function openPool(backend: Kernels['id'] | undefined, threads: number): KernelPool {
  const pool = createKernelPool({ ...(backend ? { backend } : {}), threads });
  pools.push(pool);
  return pool;
}

afterEach(async () => {
  await Promise.all(pools.splice(0).map((pool) => pool.close()));
});

function runOnPool(pool: KernelPool, { crossbar, call, rows }: CrossbarCase) {
  const own = withOutput(call);
  const handle = pool.load(crossbar);
  const counts = pool.crossbar(handle, own, rows);
  pool.unload(handle);
  return { output: bitsOf(own.output), counts };
}

const work = ({ crossbar, call, rows }: CrossbarCase) =>
  rows * crossbar.rows * crossbar.columns * call.inputSlices * crossbar.slices.length;

/** The same inputs row after row, until the product is large enough that a pool of this backend wakes its helpers. */
function enlarged(given: CrossbarCase, backend: Kernels['id']): CrossbarCase {
  const { call } = given;
  const times = Math.ceil((1.2 * soloWork[backend]) / work(given));
  const rows = given.rows * times;
  return {
    crossbar: given.crossbar,
    rows,
    call: {
      ...call,
      gather: {
        ...call.gather,
        rowStart: Int32Array.from({ length: rows }, (_, m) => call.gather.rowStart[m % given.rows]!),
      },
      rowScale: Float32Array.from({ length: rows }, (_, m) => call.rowScale[m % given.rows]!),
      noise: call.noise && {
        key: call.noise.key,
        sigma: Float32Array.from({ length: call.noise.sigma.length * times }, (_, i) => (i % 7) / 7),
      },
      output: new Float32Array(new SharedArrayBuffer(4 * rows * call.outputStride)),
    },
  };
}

function largeCrossbars(backend: Kernels['id']): CrossbarCase[] {
  const cases = crossbarCases.filter((given) => work(given) > 1e5 && given.rows > 8);
  return fc.sample(cases, { numRuns: 4, seed: 5 }).map((given) => enlarged(given, backend));
}

function largeMatmuls(backend: Kernels['id']): MatmulCase[] {
  const cases = matmulCases.filter(({ call, rows }) => rows * call.k * call.n > 5e4);
  return fc.sample(cases, { numRuns: 3, seed: 6 }).map(({ call, rows }) => {
    const times = Math.ceil((1.2 * soloWork[backend]) / (rows * call.k * call.n));
    const rowStart = Int32Array.from({ length: rows * times }, (_, m) => call.gather.rowStart[m % rows]!);
    const c = new Float32Array(new SharedArrayBuffer(4 * rows * times * call.cStride));
    return { rows: rows * times, call: { ...call, gather: { ...call.gather, rowStart }, c } };
  });
}

describe.each(availableBackends())('%s', (backend) => {
  test('one, two and three threads give the same bits and counts of a crossbar', () => {
    const [one, two, three] = [1, 2, 3].map((threads) => openPool(backend, threads));
    for (const given of largeCrossbars(backend)) {
      const expected = runOnPool(one!, given);
      expect(expected.counts.conversions).toBeGreaterThan(0);
      expect(runOnPool(two!, given)).toEqual(expected);
      expect(runOnPool(three!, given)).toEqual(expected);
    }
  });

  test('one, two and three threads give the same bits of a float32 product', () => {
    const results = [1, 2, 3].map((threads) => {
      const pool = openPool(backend, threads);
      return largeMatmuls(backend).map(({ call, rows }) => {
        const c = new Float32Array(new SharedArrayBuffer(call.c.byteLength));
        pool.matmul({ ...call, c }, rows);
        return bitsOf(c);
      });
    });
    expect(results[1]).toEqual(results[0]);
    expect(results[2]).toEqual(results[0]);
  });

  test('a crossbar stays loaded while others come and go', () => {
    const pool = openPool(backend, 2);
    const [first, second] = largeCrossbars(backend);
    const kept = pool.load(first!.crossbar);
    runOnPool(pool, second!);
    const call = withOutput(first!.call);
    pool.crossbar(kept, call, first!.rows);
    expect(bitsOf(call.output)).toEqual(runOnPool(pool, first!).output);
  });
});

describe('a pool', () => {
  test('takes the fastest backend unless told', () => {
    expect(openPool(undefined, 1).backend).toBe(availableBackends()[0]);
  });

  test('says what to do when a backend is not there', () => {
    expect(() => openPool('quantum' as Kernels['id'], 1)).toThrow(expect.objectContaining({ code: 'unavailable' }));
  });

  test('refuses no threads at all', () => {
    expect(() => openPool(undefined, 0)).toThrow(RangeError);
  });

  test('passes on what went wrong in a helper, and works on', () => {
    const pool = openPool('reference', 3);
    const given = largeCrossbars('wasm')[0]!;
    // What an object inherits does not travel to another thread: there the scales are missing.
    const { rowScale, ...rest } = given.call;
    const broken: CrossbarCall = Object.assign(Object.create({ rowScale }), rest);
    const handle = pool.load(given.crossbar);
    // A helper on a busy machine may come too late for any row, so it gets more than one chance.
    const failTimes = (times: number) => {
      for (let i = 0; i < times; i++) pool.crossbar(handle, broken, given.rows);
    };
    expect(() => failTimes(50)).toThrow(expect.objectContaining({ code: 'internal' }));
    expect(runOnPool(pool, given)).toEqual(runOnPool(openPool('reference', 1), given));
  });

  test.each(['before', 'as'])('does not wait for a helper that ends %s a call begins', async (moment) => {
    const started: Worker[] = [];
    const remember = (worker: Worker) => void started.push(worker);
    process.on('worker', remember);
    const pool = openPool('reference', 3);
    // Node announces a worker a tick after it has started.
    await setImmediate();
    process.off('worker', remember);
    const given = largeCrossbars('reference')[0]!;
    const handle = pool.load(given.crossbar);
    const helper = started[0]!;
    if (moment === 'before') await helper.terminate();
    else void helper.terminate();
    const call = () => pool.crossbar(handle, withOutput(given.call), given.rows);
    expect(call).toThrow(expect.objectContaining({ code: 'engine-died' }));
    expect(call).toThrow(expect.objectContaining({ code: 'engine-died' }));
  });

  test('refuses calls whose arrays do not fit', () => {
    const pool = openPool(undefined, 2);
    const { crossbar, call, rows } = largeCrossbars('reference')[0]!;
    const handle = pool.load(crossbar);
    const refused: [string, Partial<CrossbarCall>][] = [
      ['a row beyond the input', { input: call.input.subarray(1) }],
      ['another K', { gather: { ...call.gather, tapLength: call.gather.tapLength + 1 } }],
      ['rows without a scale', { rowScale: call.rowScale.subarray(1) }],
      ['columns without a scale', { columnScale: new Float32Array(crossbar.columns - 1) }],
      ['a short output', { output: call.output.subarray(call.outputStride) }],
      ['an output of this thread only', { output: new Float32Array(call.output.length) }],
      ['too little noise', { noise: { key: 1, sigma: new Float32Array(1) } }],
      ['nine slices of one bit', { inputSlices: 9, sliceBits: 1 }],
    ];
    for (const [what, change] of refused) {
      expect(() => pool.crossbar(handle, { ...call, ...change }, rows), what).toThrow(RangeError);
    }
    expect(() => pool.crossbar(handle + 1, call, rows)).toThrow(RangeError);
  });
});
