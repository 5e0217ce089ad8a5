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

/** Words of the shared Int32Array. */
export const word = { generation: 0, nextRow: 1, rows: 2, chunk: 3, busy: 4, failed: 5, stopped: 6 } as const;
export const controlWords = 7;

export interface HelperData {
  readonly backend: Kernels['id'];
  readonly control: Int32Array;
  /** [conversions, clipped] of this helper in the job at hand. */
  readonly counts: Float64Array;
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
