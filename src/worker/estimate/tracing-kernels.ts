import { Arena } from '../kernels/arena.ts';
import type { KernelPool } from '../kernels/kernels.ts';

/**
 * Kernels that compute nothing: what a network meters depends on shapes, not on numbers. All tensors share one block of
 * memory, which is all zeros.
 */
export function createTracingKernels(): KernelPool {
  let block = new SharedArrayBuffer(0);
  const counts = { conversions: 0, clipped: 0, conduction: 0, nonFinite: 0 };
  return {
    backend: 'reference',
    detail: 'nothing',
    threads: 1,
    arena: new Arena((bytes) => {
      if (bytes > block.byteLength) block = new SharedArrayBuffer(bytes);
      return { buffer: block, byteOffset: 0 };
    }),
    load: (operand, weights) => ({ shape: operand.shape(weights), address: 0, weights: null }),
    unload() {},
    run: () => counts,
    async close() {},
  };
}
