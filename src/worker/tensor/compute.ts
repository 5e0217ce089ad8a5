import type { Meter } from '../energy/events.ts';
import type { KernelPool } from '../kernels/kernels.ts';
import type { MatrixEngine } from './matrix-layer.ts';

/** What a network computes with: where its trained products run, what does the rest, and who counts that work. */
export interface Compute {
  readonly engine: MatrixEngine;
  readonly kernels: KernelPool;
  readonly meter: Meter;
}
