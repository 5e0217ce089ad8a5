import type { MessagePort } from 'node:worker_threads';

/**
 * How the caller's thread and its helpers work on one WebAssembly call. The caller lays the call out in the shared
 * memory and gives a turn to every helper that has joined; all of them take units of it (native/job.h) until none are
 * left; the last helper to finish brings `busy` to zero. A helper that is still starting is not waited for: the result
 * does not depend on who computes it.
 *
 * Words of the shared Int32Array. `busy` turns negative, for good, when a helper has ended before its time: its
 * units may be undone, and the caller must not wait for it.
 */
export const word = { busy: 0, failed: 1, stopped: 2 } as const;
const firstOfHelpers = 3;

/** Set by a helper that can take turns. */
export const joinedWord = (helper: number) => firstOfHelpers + 2 * helper;
/** Counts the turns that a helper was given. */
export const turnWord = (helper: number) => firstOfHelpers + 2 * helper + 1;
export const controlWords = (helpers: number) => firstOfHelpers + 2 * helpers;

export interface HelperData {
  readonly module: WebAssembly.Module;
  readonly memory: WebAssembly.Memory;
  readonly control: Int32Array;
  /** Which one this is. */
  readonly helper: number;
  /** Top of this helper's stack in the memory. */
  readonly stack: number;
  /** Addresses in the memory: the job, and this helper's part (see wasm.cpp). */
  readonly job: number;
  readonly part: number;
  /** Takes back what went wrong. */
  readonly port: MessagePort;
  /** Only held: that it closes tells thread-watch.ts that this helper is gone. */
  readonly lifeline: MessagePort;
}

/** Wakes the caller, now and in every later call, because a helper is gone. */
export function reportLoss(control: Int32Array): void {
  Atomics.or(control, word.busy, -(2 ** 31));
  Atomics.notify(control, word.busy);
}

export function helperIsLost(control: Int32Array): boolean {
  return Atomics.load(control, word.busy) < 0;
}

/** About 20 microseconds of looking before a thread sleeps: waking one costs more than that. */
const spins = 20_000;

/** Returns once a word of the control block is no longer `value`. */
export function waitWhile(control: Int32Array, index: number, value: number): void {
  for (let i = 0; i < spins; i++) if (Atomics.load(control, index) !== value) return;
  while (Atomics.load(control, index) === value) Atomics.wait(control, index, value);
}
