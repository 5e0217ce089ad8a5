import { MessageChannel, type MessagePort, receiveMessageOnPort, threadId, Worker } from 'node:worker_threads';
import { unpackError } from '../../shared/engine-protocol.ts';
import { OhmbrushError } from '../../shared/errors.ts';
import { openBackend } from './backends.ts';
import { checkCrossbar, checkCrossbarCall, checkMatmulCall } from './checks.ts';
import type { Crossbar, KernelPool, Kernels } from './kernels.ts';
import {
  controlWords,
  cutShort,
  type HelperData,
  helperIsLost,
  type KernelJob,
  takePart,
  waitWhile,
  word,
} from './team.ts';
import type { WatchData } from './thread-watch.ts';

export { availableBackends } from './backends.ts';

export interface KernelPoolOptions {
  /** Undefined: the fastest that this machine has. */
  readonly backend?: Kernels['id'];
  /** The calling thread included. */
  readonly threads: number;
}

/**
 * Multiply-accumulates below which the caller works alone: about a tenth of a millisecond. To hand over a job takes 10
 * microseconds, to wake a helper that sleeps 60.
 */
export const soloWork: Record<Kernels['id'], number> = { reference: 1e5, wasm: 2e6, native: 1.6e7 };

/** Rows of a chunk come in multiples of this, which all register blocks divide. */
const chunkRows = 12;
const chunksPerThread = 4;

let keysTaken = 0;

/** A key that no other thread of the process uses: native memory is shared by all of them. */
function newKey(): number {
  return threadId * 2 ** 32 + keysTaken++;
}

/**
 * Starts `threads - 1` helpers beside the calling thread, which blocks during a call: use it in a thread that may.
 * With more than one thread results must lie in shared memory; inputs should, because others are copied to the helpers on each call.
 * A call throws OhmbrushError('engine-died') when a helper's thread has ended, and so does every later one that needs helpers.
 * Throws OhmbrushError('unavailable') when the backend that was asked for is not there, RangeError for a call whose arrays do not fit.
 */
export function createKernelPool({ backend, threads }: KernelPoolOptions): KernelPool {
  if (!Number.isInteger(threads) || threads < 1) throw new RangeError(`a kernel pool of ${threads} threads`);
  const kernels = openBackend(backend);
  const control = new Int32Array(new SharedArrayBuffer(controlWords * 4));
  const helpers = Array.from({ length: threads - 1 }, () => startHelper(kernels.id, control));
  const threadsStarted =
    helpers.length > 0 ? [...helpers.map(({ thread }) => thread), startWatch(control, helpers)] : [];
  const loaded = new Map<number, Crossbar>();

  /** Runs a job on all threads, or on the caller alone when `work` is small. Returns what was counted. */
  function run(job: KernelJob, rows: number, work: number) {
    const counts = { conversions: 0, clipped: 0 };
    const team = work < soloWork[kernels.id] ? [] : helpers;
    control[word.rows] = rows;
    const chunks = team.length === 0 ? 1 : (team.length + 1) * chunksPerThread;
    control[word.chunk] = Math.ceil(rows / chunks / chunkRows) * chunkRows;
    Atomics.store(control, word.nextRow, 0);
    if (team.length > 0) {
      demandHelpers(control);
      for (const { port } of team) port.postMessage(job);
      Atomics.add(control, word.busy, team.length);
      Atomics.add(control, word.generation, 1);
      Atomics.notify(control, word.generation);
    }
    try {
      takePart(kernels, job, control, counts);
    } catch (error) {
      cutShort(control);
      throw error;
    } finally {
      for (let busy = team.length; busy > 0; busy = Atomics.load(control, word.busy))
        waitWhile(control, word.busy, busy);
    }
    if (team.length > 0) demandHelpers(control);
    throwFailure(control, helpers);
    for (const helper of team) {
      counts.conversions += helper.counts[0]!;
      counts.clipped += helper.counts[1]!;
    }
    return counts;
  }

  return {
    backend: kernels.id,
    detail: kernels.detail,
    threads,
    load(crossbar) {
      checkCrossbar(crossbar);
      const key = newKey();
      const ownEach = kernels.id !== 'native';
      const job = {
        kind: 'load',
        key,
        crossbar: ownEach && helpers.length > 0 ? inSharedMemory(crossbar) : crossbar,
      } as const;
      run(job, 0, ownEach ? Infinity : 0);
      loaded.set(key, crossbar);
      return key;
    },
    unload(key) {
      if (loaded.delete(key)) run({ kind: 'unload', key }, 0, kernels.id === 'native' ? 0 : Infinity);
    },
    crossbar(key, call, rows) {
      const crossbar = loaded.get(key);
      if (!crossbar) throw new RangeError(`no crossbar is loaded as ${key}`);
      checkCrossbarCall(crossbar, call, rows);
      demandShared(call.output, threads);
      const work = rows * crossbar.rows * crossbar.columns * call.inputSlices * crossbar.slices.length;
      return run({ kind: 'crossbar', key, call }, rows, work);
    },
    matmul(call, rows) {
      checkMatmulCall(call, rows);
      demandShared(call.c, threads);
      run({ kind: 'matmul', call }, rows, rows * call.k * call.n);
    },
    async close() {
      // The helpers' own cells go with their threads.
      for (const key of loaded.keys()) kernels.unload(key);
      loaded.clear();
      Atomics.store(control, word.stopped, 1);
      Atomics.add(control, word.generation, 1);
      Atomics.notify(control, word.generation);
      await Promise.all(
        threadsStarted.map(({ worker, ended }) => {
          worker.ref();
          return ended;
        }),
      );
    },
  };
}

interface Thread {
  readonly worker: Worker;
  readonly ended: Promise<void>;
}

interface Helper {
  readonly thread: Thread;
  readonly port: MessagePort;
  /** The end that closes with the helper. */
  readonly lifeline: MessagePort;
  readonly counts: Float64Array;
}

function startHelper(backend: Kernels['id'], control: Int32Array): Helper {
  const jobs = new MessageChannel();
  const life = new MessageChannel();
  const counts = new Float64Array(new SharedArrayBuffer(16));
  const data: HelperData = { backend, control, counts, port: jobs.port2, lifeline: life.port2 };
  const thread = startThread(new URL('./kernel-thread.ts', import.meta.url), data, [jobs.port2, life.port2]);
  jobs.port1.unref();
  return { thread, port: jobs.port1, lifeline: life.port1, counts };
}

function startWatch(control: Int32Array, helpers: readonly Helper[]): Thread {
  const ports = helpers.map(({ lifeline }) => lifeline);
  const data: WatchData = { control, ports };
  return startThread(new URL('./thread-watch.ts', import.meta.url), data, ports);
}

function startThread(entry: URL, workerData: HelperData | WatchData, transferList: MessagePort[]): Thread {
  const worker = new Worker(entry, { workerData, transferList });
  // A pool that nobody closes must not keep the process alive.
  worker.unref();
  // An error ends the thread; the watch tells the caller, who may be asleep.
  const ended = new Promise<void>((resolve) => worker.once('error', () => resolve()).once('exit', () => resolve()));
  return { worker, ended };
}

function demandHelpers(control: Int32Array): void {
  if (!helperIsLost(control)) return;
  throw new OhmbrushError(
    'engine-died',
    'a kernel thread has ended in the middle of the work',
    'Run again, with fewer threads if memory is short',
  );
}

function throwFailure(control: Int32Array, helpers: readonly Helper[]): void {
  if (!Atomics.exchange(control, word.failed, 0)) return;
  const failures = helpers.map((helper) => receiveMessageOnPort(helper.port)?.message).filter(Boolean);
  throw unpackError(failures[0]);
}

function inSharedMemory(crossbar: Crossbar): Crossbar {
  return { ...crossbar, slices: crossbar.slices.map(shared) };
}

function shared<T extends Int8Array | Int16Array>(cells: T): T {
  if (cells.buffer instanceof SharedArrayBuffer) return cells;
  const buffer = new SharedArrayBuffer(cells.byteLength);
  const copy = cells instanceof Int8Array ? new Int8Array(buffer) : new Int16Array(buffer);
  copy.set(cells);
  return copy as T;
}

function demandShared(output: Float32Array, threads: number): void {
  if (threads > 1 && !(output.buffer instanceof SharedArrayBuffer)) {
    throw new RangeError('kernel call: with more than one thread the results must lie in shared memory');
  }
}
