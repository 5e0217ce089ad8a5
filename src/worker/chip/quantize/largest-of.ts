import type { KernelPool } from '../../kernels/kernels.ts';
import { largestMagnitude, magnitudeBlock } from '../../kernels/operators/largest-magnitude.ts';

/** The largest |x|; NaN where one of the numbers is not finite. */
export function largestOf(pool: KernelPool, data: Float32Array): number {
  const blocks = pool.arena.floats(Math.ceil(data.length / magnitudeBlock));
  const { nonFinite } = pool.run(largestMagnitude, { data, largest: blocks });
  if (nonFinite > 0) return NaN;
  let largest = 0;
  for (const block of blocks) if (block > largest) largest = block;
  return largest;
}
