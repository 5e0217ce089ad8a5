import type { Kernels } from './kernels.ts';

/** The compiled addon, or null where it is not built. */
export function nativeKernels(): Kernels | null {
  return null;
}
