import type { MessagePort } from 'node:worker_threads';
import type { Crossbar, CrossbarCall, CrossbarCounts, Kernels, MatmulCall } from './kernels.ts';

/**
 * How the caller's thread and its helpers work on one job. The caller posts the same job to every helper, advances
 * `generation`, and all of them take chunks of rows from `nextRow` until none are left; the last helper to finish brings `busy` to zero.
 */

export type KernelJob =
  | { readonly kind: 'load'; readonly key: number; readonly crossbar: Crossbar }
  | { readonly kind: 'unload'; readonly key: number }
  | { readonly kind: 'crossbar'; readonly key: number; readonly call: CrossbarCall }
  | { readonly kind: 'matmul'; readonly call: MatmulCall };

/**
 * Words of the shared Int32Array. `busy` turns negative, for good, when a helper has ended before its time: then nobody knows
 * whether its rows are done, and the caller must not wait for it.
 */
export const word = { generation: 0, nextRow: 1, rows: 2, chunk: 3, busy: 4, failed: 5, stopped: 6 } as const;
export const controlWords = 7;

export interface HelperData {
  readonly backend: Kernels['id'];
  readonly control: Int32Array;
  /** [conversions, clipped] of this helper in the job at hand. */
  readonly counts: Float64Array;
  /** Brings the jobs, takes back what went wrong. */
  readonly port: MessagePort;
  /** Only held: that it closes tells thread-watch.ts that this helper is gone. */
  readonly lifeline: MessagePort;
}

/** Does this thread's share of a job. */
export function takePart(kernels: Kernels, job: KernelJob, control: Int32Array, counts: CrossbarCounts): void {
  switch (job.kind) {
    case 'load':
      kernels.load(job.key, job.crossbar);
      break;
    case 'unload':
      kernels.unload(job.key);
      break;
    case 'crossbar':
      forEachChunk(control, (from, to) => kernels.crossbar(job.key, job.call, from, to, counts));
      break;
    case 'matmul':
      forEachChunk(control, (from, to) => kernels.matmul(job.call, from, to));
      break;
  }
}

/** Hands out no more rows of the job at hand. */
export function cutShort(control: Int32Array): void {
  Atomics.store(control, word.nextRow, control[word.rows]!);
}

/** Wakes the caller, now and in every later job, because a helper is gone. */
export function reportLoss(control: Int32Array): void {
  Atomics.or(control, word.busy, -(2 ** 31));
  Atomics.notify(control, word.busy);
}

export function helperIsLost(control: Int32Array): boolean {
  return Atomics.load(control, word.busy) < 0;
}

function forEachChunk(control: Int32Array, run: (from: number, to: number) => void): void {
  const rows = control[word.rows]!;
  const chunk = control[word.chunk]!;
  for (;;) {
    const from = Atomics.add(control, word.nextRow, chunk);
    if (from >= rows) return;
    run(from, Math.min(from + chunk, rows));
  }
}

/** About 20 microseconds of looking before a thread sleeps: waking one costs more than that. */
const spins = 20_000;

/** Returns once a word of the control block is no longer `value`. */
export function waitWhile(control: Int32Array, index: number, value: number): void {
  for (let i = 0; i < spins; i++) if (Atomics.load(control, index) !== value) return;
  while (Atomics.load(control, index) === value) Atomics.wait(control, index, value);
}
