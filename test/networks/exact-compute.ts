import { NO_METER } from '../../src/worker/energy/events.ts';
import { createKernelPool } from '../../src/worker/kernels/pool.ts';
import { ExactEngine } from '../../src/worker/networks/exact-engine.ts';
import type { Compute } from '../../src/worker/tensor/compute.ts';

/** Float32 on the defining kernels, in this thread. */
export const exactCompute: Compute = {
  engine: new ExactEngine(createKernelPool({ backend: 'reference', threads: 1 }), NO_METER),
  meter: NO_METER,
};
