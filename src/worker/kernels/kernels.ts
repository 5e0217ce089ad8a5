import type { BackendId } from '../../shared/engine/engine-protocol.ts';
import type { Arena } from './arena.ts';
import type { Counts, Loaded, Operand, Operator } from './operator.ts';

/**
 * What networks and chips compute with: one backend on a number of threads. Calls are synchronous: a call returns when
 * all of its work is done. The reference is the definition; another backend returns the same bits for the same call,
 * with any number of threads.
 */
export interface KernelPool {
  readonly backend: BackendId;
  /** What it runs on, for people: 'AVX-512 VNNI', 'JavaScript'. */
  readonly detail: string;
  readonly threads: number;
  /** Memory for tensors that every thread of the pool sees without a copy. */
  readonly arena: Arena;
  /** Throws OhmbrushError('unavailable') where memory is short, RangeError for weights that do not fit. */
  load<Weights, Shape>(operand: Operand<Weights, Shape>, weights: Weights): Loaded<Weights, Shape>;
  unload(loaded: Loaded<unknown, unknown>): void;
  /**
   * Throws RangeError for a call whose arrays do not fit, OhmbrushError('engine-died') when a thread has ended.
   * @returns what was counted, valid until the next call
   */
  run<Call>(operator: Operator<Call>, call: Call): Readonly<Counts>;
  close(): Promise<void>;
}
