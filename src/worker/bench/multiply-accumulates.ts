import { NO_METER } from '../energy/events.ts';
import { ExactEngine } from '../exact/exact-engine.ts';
import type { KernelPool } from '../kernels/kernels.ts';
import { type AttentionCall, attention } from '../kernels/operators/attention.ts';
import { type CrossbarCall, crossbar } from '../kernels/operators/crossbar.ts';
import { type MatmulCall, matmul } from '../kernels/operators/matmul.ts';
import type { Compute } from '../tensor/compute.ts';
import { type OnCall, observedPool } from './observed-pool.ts';

/** Multiply-accumulates of the products themselves, however many slices a chip cuts them into. */
export interface MultiplyAccumulates {
  /** Of trained layers, on the chip and beside it. */
  layers: number;
  /** Of attention: queries with keys, weights with values. */
  attention: number;
}

/** Adds up what the calls of an observed pool multiply. */
export function countInto(total: MultiplyAccumulates): OnCall {
  return ({ name }, call) => {
    if (name === crossbar.name) {
      const { crossbar: cells, gather } = call as CrossbarCall;
      total.layers += gather.rowStart.length * cells.shape.rows * cells.shape.columns;
    } else if (name === matmul.name) {
      const { b, gather } = call as MatmulCall;
      total.layers += gather.rowStart.length * b.shape.inputs * b.shape.outputs;
    } else if (name === attention.name) {
      const { batch, queries, keys, heads, size } = call as AttentionCall;
      total.attention += 2 * batch * queries * keys * heads * size;
    }
  };
}

/** All that `work` multiplies. It is run once, in float32: a chip computes the same products. */
export function countMacs(pool: KernelPool, work: (compute: Compute) => unknown): number {
  const total: MultiplyAccumulates = { layers: 0, attention: 0 };
  const kernels = observedPool(pool, countInto(total));
  work({ engine: new ExactEngine(kernels, NO_METER), kernels, meter: NO_METER });
  return total.layers + total.attention;
}
