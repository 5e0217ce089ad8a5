import { once } from 'node:events';
import { setImmediate } from 'node:timers/promises';
import type { Worker } from 'node:worker_threads';
import { afterEach, describe, expect, test } from 'vitest';
import type { BackendId } from '../../src/shared/engine/engine-protocol.ts';
import { linearGather } from '../../src/worker/kernels/gather.ts';
import type { KernelPool } from '../../src/worker/kernels/kernels.ts';
import { type Matrix, matrix } from '../../src/worker/kernels/operands/matrix.ts';
import { add } from '../../src/worker/kernels/operators/add.ts';
import { type MatmulCall, matmul } from '../../src/worker/kernels/operators/matmul.ts';
import { availableBackends, createKernelPool } from '../../src/worker/kernels/pool.ts';
import { openWasm } from '../../src/worker/kernels/wasm.ts';

const pools: KernelPool[] = [];

function remember(pool: KernelPool): KernelPool {
  pools.push(pool);
  return pool;
}

function openPool(backend: BackendId | undefined, threads: number): KernelPool {
  return remember(createKernelPool({ ...(backend ? { backend } : {}), threads }));
}

afterEach(async () => {
  await Promise.all(pools.splice(0).map((pool) => pool.close()));
});

const wave = (length: number, frequency: number) => Float32Array.from({ length }, (_, i) => Math.sin(frequency * i));

const size = { rows: 301, inputs: 123, outputs: 130 };
const weights: Matrix = { weight: wave(size.outputs * size.inputs, 0.37), ...size };

function product(pool: KernelPool, weight: Matrix = weights): MatmulCall {
  return {
    a: wave(size.rows * size.inputs, 0.11),
    gather: linearGather(size.rows, size.inputs),
    b: pool.load(matrix, weight),
    bias: null,
    c: new Float32Array(size.rows * size.outputs),
    cStride: size.outputs,
  };
}

describe.each(availableBackends())('%s', (backend) => {
  test('gives the same with any number of threads', () => {
    const results = [1, 2, 3].map((threads) => {
      const pool = openPool(backend, threads);
      const call = product(pool);
      pool.run(matmul, call);
      return call.c;
    });
    expect(results[0]!.some((x) => x !== 0)).toBe(true);
    expect(results[1]).toEqual(results[0]);
    expect(results[2]).toEqual(results[0]);
  });

  test('keeps weights while others come and go', () => {
    const pool = openPool(backend, 2);
    const kept = product(pool);
    pool.run(matmul, kept);
    const before = kept.c.slice();
    const other = product(pool, { ...weights, weight: wave(weights.weight.length, 3) });
    pool.run(matmul, other);
    expect(other.c).not.toEqual(before);
    pool.unload(other.b);
    pool.run(matmul, kept);
    expect(kept.c).toEqual(before);
  });

  test('refuses calls and weights whose arrays do not fit', () => {
    const pool = openPool(backend, 2);
    const call = product(pool);
    const run = (change: Partial<MatmulCall>) => () => pool.run(matmul, { ...call, ...change });
    expect(run({ a: call.a.subarray(1) })).toThrow(RangeError);
    expect(run({ c: call.c.subarray(1) })).toThrow(RangeError);
    expect(run({ gather: linearGather(size.rows, size.inputs + 1) })).toThrow(RangeError);
    expect(run({ bias: new Float32Array(3) })).toThrow(RangeError);
    expect(() => pool.load(matrix, { ...weights, outputs: 7 })).toThrow(RangeError);
    expect(run({})).not.toThrow();
  });
});

describe('a pool', () => {
  test('takes the fastest backend unless told', () => {
    expect(openPool(undefined, 1).backend).toBe(availableBackends()[0]);
  });

  test('says what to do when a backend is not there', () => {
    expect(() => openPool('quantum' as BackendId, 1)).toThrow(expect.objectContaining({ code: 'unavailable' }));
  });

  test('refuses no threads at all', () => {
    expect(() => openPool(undefined, 0)).toThrow(RangeError);
  });
});

describe('WebAssembly threads', () => {
  /** A pool of three that shares out every call. */
  const openTeam = () => remember(openWasm(3, { soloCost: 0 })!);
  const sum = (pool: KernelPool, length = 100_000) => {
    const call = { a: wave(length, 1), b: wave(length, 2), sum: new Float32Array(length) };
    pool.run(add, call);
    return call.sum;
  };

  test('pass on what went wrong in a kernel, and work on', () => {
    const pool = openTeam();
    const call = product(pool);
    const beyond = { ...call, b: { ...call.b, address: 2 ** 32 - 65536 } };
    expect(() => pool.run(matmul, beyond)).toThrow();
    expect(sum(pool)).toEqual(sum(openPool('reference', 1)));
  });

  test('work on arrays that lie in their memory and on others, also after it has grown', () => {
    const pool = openTeam();
    pool.arena.scope(() => {
      const inside = pool.arena.floats(1000).fill(1);
      const large = pool.arena.floats(3_000_000);
      large[2_999_999] = 5;
      const result = pool.arena.floats(1000);
      pool.run(add, { a: inside, b: new Float32Array(1000).fill(2), sum: result });
      expect(result.every((x) => x === 3)).toBe(true);
      pool.run(add, { a: result, b: large.subarray(2_999_000), sum: inside });
      expect(inside[999]).toBe(8);
      return { data: result };
    });
  });

  test.each(['before', 'as'])('are not waited for when one ends %s a call begins', async (moment) => {
    const started: Worker[] = [];
    const note = (worker: Worker) => void started.push(worker);
    process.on('worker', note);
    const pool = openTeam();
    // Node announces a worker a tick after it has started.
    await setImmediate();
    process.off('worker', note);
    const helper = started[0]!;
    await once(helper, 'online');
    if (moment === 'before') await helper.terminate();
    else void helper.terminate();
    // A helper that had not joined yet is not missed.
    try {
      for (let i = 0; i < 100; i++) expect(sum(pool, 10)[9]).toBeCloseTo(Math.sin(9) + Math.sin(18), 6);
    } catch (error) {
      expect(error).toMatchObject({ code: 'engine-died' });
      expect(() => sum(pool)).toThrow(expect.objectContaining({ code: 'engine-died' }));
    }
  });
});
