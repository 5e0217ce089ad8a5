import { Arena } from './arena.ts';
import type { KernelPool } from './kernels.ts';
import { type Counts, noCounts } from './operator.ts';

/**
 * The definition of every kernel, plain and slow; what a machine without a compiler and without WebAssembly would run.
 * It has one thread.
 */
export function openReference(): KernelPool {
  const counts: Counts = noCounts();
  return {
    backend: 'reference',
    detail: 'JavaScript',
    threads: 1,
    arena: new Arena((bytes) => ({ buffer: new SharedArrayBuffer(bytes), byteOffset: 0 })),
    load(operand, weights) {
      operand.check(weights);
      return { shape: operand.shape(weights), address: 0, weights };
    },
    unload() {},
    run(operator, call) {
      operator.check(call);
      Object.assign(counts, noCounts());
      operator.reference(call, counts);
      return counts;
    },
    async close() {},
  };
}
