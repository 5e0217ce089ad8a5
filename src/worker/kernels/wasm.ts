import { MessageChannel, type MessagePort, receiveMessageOnPort, Worker } from 'node:worker_threads';
import { unpackError } from '../../shared/engine/engine-protocol.ts';
import { OhmbrushError } from '../../shared/errors.ts';
import { Arena } from './arena.ts';
import type { CallLayout, Numbers } from './call-fields.ts';
import { compiledOperands, compiledOperators, hasOurCalls, slots } from './compiled-calls.ts';
import type { KernelPool } from './kernels.ts';
import { type Counts, counterNames, noCounts } from './operator.ts';
import { piecesOf } from './pieces.ts';
import { selfCheck } from './self-check.ts';
import { controlWords, type HelperData, helperIsLost, joinedWord, turnWord, waitWhile, word } from './team.ts';
import type { WatchData } from './thread-watch.ts';
import { WasmHeap } from './wasm-heap.ts';
import { instantiate, newMemory, type WasmBuild, type WasmFunctions, wasmBuilds } from './wasm-module.ts';

/** `Fields` of native/generated/calls.h: numbers, then addresses of arrays. */
const fieldBytes = 8 * slots.numbers + 4 * slots.arrays;
/** Of one thread: where its working memory is, and what it counted. */
const partBytes = 8 + 8 * counterNames.length;
const stackBytes = 1 << 16;
/**
 * Cost (see Operator) below which the caller works alone: about a tenth of a millisecond. To hand over a call takes 10
 * microseconds.
 */
const usualSoloCost = 2e6;

export interface WasmOptions {
  /** The best that the engine can run, unless a test wants another. */
  readonly build?: WasmBuild | null;
  /** Cost (see Operator) below which the caller works alone. */
  readonly soloCost?: number;
}

let chosen: WasmBuild | null | undefined;

/**
 * The fastest module that computes here what the definition says; null where none does. What is wrong with one is said
 * on stderr.
 */
export function chooseBuild(): WasmBuild | null {
  if (chosen !== undefined) return chosen;
  chosen = null;
  for (const build of wasmBuilds(sayUnusable)) {
    const why = failureOfBuild(build);
    if (why === null) {
      chosen = build;
      break;
    }
    sayUnusable(build.file, why);
  }
  return chosen;
}

function failureOfBuild(build: WasmBuild): string | null {
  try {
    return selfCheck(openWasm(1, { build })!);
  } catch (error) {
    return (error as Error).message;
  }
}

function sayUnusable(file: string, why: string): void {
  console.error(
    `Ohmbrush paints without ${file}, more slowly: it cannot be used (${why}). Install Ohmbrush anew, or ` +
      "run 'git checkout src/worker/kernels'.",
  );
}

/**
 * The kernels in WebAssembly, or null where the engine cannot run them. All threads share one memory, which holds
 * packed weights and the arena's tensors; arrays that lie elsewhere are copied in for a call, and results back.
 *
 * @param threads the calling thread included, which blocks during a call: use it in a thread that may
 */
export function openWasm(threads: number, options: WasmOptions = {}): KernelPool | null {
  const { build = chooseBuild(), soloCost = usualSoloCost } = options;
  if (!build) return null;
  const memory = newMemory();
  const functions = instantiate(build.module, memory);
  demandSameVersion(functions, memory);
  const heap = new WasmHeap(memory, functions.__heap_base.value);
  /** The views of the memory that arrays may lie in: it has a new one whenever it grows. */
  const ours = new WeakSet<ArrayBufferLike>();
  const fieldsAt = heap.allocate(fieldBytes);
  const jobAt = heap.allocate(functions.jobBytes());
  const partsAt = heap.allocate(threads * partBytes);
  const parts = new DataView(memory.buffer, partsAt, threads * partBytes);
  const numbers = new Float64Array(memory.buffer, fieldsAt, slots.numbers);
  const addressOf = new Uint32Array(memory.buffer, fieldsAt + numbers.byteLength, slots.arrays);
  const control = new Int32Array(new SharedArrayBuffer(controlWords(threads - 1) * 4));
  const helpers = Array.from({ length: threads - 1 }, (_, i) =>
    startHelper({
      module: build.module,
      memory,
      control,
      helper: i,
      stack: heap.allocate(stackBytes) + stackBytes,
      job: jobAt,
      part: partsAt + (i + 1) * partBytes,
    }),
  );
  const threadsStarted =
    helpers.length > 0 ? [...helpers.map(({ thread }) => thread), startWatch(control, helpers)] : [];
  const addresses = new Set<number>();
  const counts: Counts = noCounts();
  let scratch = { address: 0, bytes: 0 };
  let staging = { address: 0, bytes: 0 };

  function grown(old: { address: number; bytes: number }, bytes: number) {
    if (bytes <= old.bytes) return old;
    if (old.bytes > 0) heap.free(old.address);
    return { address: heap.allocate(bytes), bytes };
  }

  function isOurs({ buffer }: Numbers): boolean {
    return buffer === memory.buffer || ours.has(buffer);
  }

  /**
   * Writes the addresses of a call's arrays, with copies of those that lie elsewhere, and returns the copies of
   * results.
   */
  function lay(
    layout: CallLayout,
    arrays: readonly (Numbers | null)[],
  ): { readonly result: Numbers; readonly address: number }[] {
    const foreign = arrays.filter((array) => array !== null && !isOurs(array)) as Numbers[];
    staging = grown(
      staging,
      foreign.reduce((sum, array) => sum + aligned(array.byteLength), 0),
    );
    const results: { result: Numbers; address: number }[] = [];
    let at = staging.address;
    for (const [i, array] of arrays.entries()) {
      let address = array?.byteOffset ?? 0;
      if (array && !isOurs(array)) {
        address = at;
        at += aligned(array.byteLength);
        new Uint8Array(memory.buffer, address, array.byteLength).set(bytesOf(array));
        if (layout.outputs.has(i)) results.push({ result: array, address });
      }
      addressOf[i] = address;
    }
    return results;
  }

  /** The helpers that can take turns, by number. */
  function joined(): number[] {
    return [...helpers.keys()].filter((helper) => Atomics.load(control, joinedWord(helper)) === 1);
  }

  function giveTurn(helper: number): void {
    Atomics.add(control, turnWord(helper), 1);
    Atomics.notify(control, turnWord(helper));
  }

  function share(team: readonly number[]): void {
    for (let part = 0; part < threads; part++) {
      parts.setInt32(part * partBytes, scratch.address + (part * scratch.bytes) / threads, true);
    }
    if (team.length > 0) {
      demandHelpers(control);
      Atomics.add(control, word.busy, team.length);
      for (const helper of team) giveTurn(helper);
    }
    let failure: unknown;
    try {
      functions.takePart(jobAt, partsAt);
    } catch (error) {
      failure = error;
    }
    for (let busy = team.length; busy > 0; busy = Atomics.load(control, word.busy)) waitWhile(control, word.busy, busy);
    if (team.length > 0) demandHelpers(control);
    failure = failureOf(control, helpers) ?? failure;
    if (failure) throw failure;
  }

  function countedBy(team: readonly number[]): Counts {
    const at = (part: number, field: number) => Number(parts.getBigInt64(part * partBytes + 8 + 8 * field, true));
    const sum = (field: number) => team.reduce((total, helper) => total + at(helper + 1, field), at(0, field));
    for (const [field, name] of counterNames.entries()) counts[name] = sum(field);
    return counts;
  }

  return {
    backend: 'wasm',
    detail: build.detail,
    threads,
    arena: new Arena((bytes) => {
      const byteOffset = heap.allocate(bytes);
      const buffer = memory.buffer as unknown as SharedArrayBuffer;
      ours.add(buffer);
      return { buffer, byteOffset };
    }),
    load(operand, weights) {
      operand.check(weights);
      const { index, pack } = compiledOperands.get(operand.name)!;
      lay(operand.layout, pack(operand.values(weights), numbers));
      const address = heap.allocate(functions.operandBytes(index, fieldsAt) >>> 0);
      functions.pack(index, fieldsAt, address);
      addresses.add(address);
      return { shape: operand.shape(weights), address, weights: null };
    },
    unload({ address }) {
      if (addresses.delete(address)) heap.free(address);
    },
    run(operator, call) {
      operator.check(call);
      const { index, pack } = compiledOperators.get(operator.name)!;
      const results = lay(operator.layout, pack(operator.values(call), numbers));
      const pieces = piecesOf(operator.cost(call), threads, soloCost);
      const team = pieces > 1 ? joined() : [];
      const each = functions.prepare(jobAt, index, fieldsAt, pieces) >>> 0;
      scratch = grown(scratch, threads * aligned(each));
      share(team);
      for (const { result, address } of results) {
        bytesOf(result).set(new Uint8Array(memory.buffer, address, result.byteLength));
      }
      return countedBy(team);
    },
    async close() {
      Atomics.store(control, word.stopped, 1);
      for (const helper of helpers.keys()) giveTurn(helper);
      await Promise.all(
        threadsStarted.map(({ worker, ended }) => {
          worker.ref();
          return ended;
        }),
      );
    },
  };
}

function demandSameVersion(functions: WasmFunctions, memory: WebAssembly.Memory): void {
  const bytes = new Uint8Array(memory.buffer);
  const textAt = (address: number) => String.fromCharCode(...bytes.slice(address, bytes.indexOf(0, address)));
  const list = (nameAt: (index: number) => number) => {
    const names: string[] = [];
    for (let address = nameAt(0); address !== 0; address = nameAt(names.length)) names.push(textAt(address));
    return names;
  };
  const { operatorSignature, operandSignature, counterName } = functions;
  const ours = { operators: list(operatorSignature), operands: list(operandSignature), counters: list(counterName) };
  if (hasOurCalls(ours)) return;
  throw new OhmbrushError('wasm-other-version', {});
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
}

function startHelper(given: Omit<HelperData, 'port' | 'lifeline'>): Helper {
  const failures = new MessageChannel();
  const life = new MessageChannel();
  const data: HelperData = { ...given, port: failures.port2, lifeline: life.port2 };
  const thread = startThread(new URL('./kernel-thread.ts', import.meta.url), data, [failures.port2, life.port2]);
  failures.port1.unref();
  return { thread, port: failures.port1, lifeline: life.port1 };
}

function startWatch(control: Int32Array, helpers: readonly Helper[]): Thread {
  const ports = helpers.map(({ lifeline }) => lifeline);
  const data: WatchData = { control, ports };
  return startThread(new URL('./thread-watch.ts', import.meta.url), data, ports);
}

function startThread(entry: URL, workerData: HelperData | WatchData, transferList: MessagePort[]): Thread {
  const worker = new Worker(entry, { workerData, transferList });
  // A pool that is not closed must not keep the process alive.
  worker.unref();
  // An error ends the thread; the watch tells the caller, who may be asleep.
  const ended = new Promise<void>((resolve) => worker.once('error', () => resolve()).once('exit', () => resolve()));
  return { worker, ended };
}

function demandHelpers(control: Int32Array): void {
  if (!helperIsLost(control)) return;
  throw new OhmbrushError('kernel-thread-ended', {});
}

function failureOf(control: Int32Array, helpers: readonly Helper[]): Error | null {
  if (!Atomics.exchange(control, word.failed, 0)) return null;
  const failures = helpers.map((helper) => receiveMessageOnPort(helper.port)?.message).filter(Boolean);
  return unpackError(failures[0]);
}

function aligned(bytes: number): number {
  return Math.ceil(bytes / 64) * 64;
}

function bytesOf(array: Numbers): Uint8Array {
  return new Uint8Array(array.buffer, array.byteOffset, array.byteLength);
}
