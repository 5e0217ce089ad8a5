import { NO_METER } from '../../src/worker/energy/events.ts';
import { ExactEngine } from '../../src/worker/exact/exact-engine.ts';
import { createKernelPool } from '../../src/worker/kernels/pool.ts';
import type { Compute } from '../../src/worker/tensor/compute.ts';

const kernels = createKernelPool({ backend: 'reference', threads: 1 });

/** Float32 on the defining kernels, in this thread. */
export const exactCompute: Compute = { engine: new ExactEngine(kernels, NO_METER), kernels, meter: NO_METER };
