import type { KernelPool } from '../kernels/kernels.ts';
import type { Operator } from '../kernels/operator.ts';

/** @param ms wall time of the call */
export type OnCall = (operator: Operator<never>, call: unknown, ms: number) => void;

/** The pool, with an ear at every call. */
export function observedPool(pool: KernelPool, onCall: OnCall): KernelPool {
  const { backend, detail, threads, arena } = pool;
  return {
    backend,
    detail,
    threads,
    arena,
    load: (operand, weights) => pool.load(operand, weights),
    unload: (loaded) => pool.unload(loaded),
    run(operator, call) {
      const start = performance.now();
      const counts = pool.run(operator, call);
      onCall(operator, call, performance.now() - start);
      return counts;
    },
    close: () => pool.close(),
  };
}
