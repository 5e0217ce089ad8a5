import type { KernelPool } from './kernels.ts';
import { type Addon, requireAddon } from './native-addon.ts';
import { sayUnusable, whyNoAddon } from './native-verdict.ts';
import { openAddon } from './open-addon.ts';

let addon: Addon | null | undefined;

function loadAddon(): Addon | null {
  if (addon !== undefined) return addon;
  addon = null;
  if (whyNoAddon() !== null) return null;
  try {
    addon = requireAddon();
  } catch (error) {
    sayUnusable((error as Error).message);
  }
  return addon;
}

/**
 * The instruction sets the addon was compiled for and this processor has, the fastest first; none where it is not
 * built.
 */
export function nativeInstructionSets(): readonly string[] {
  return loadAddon()?.instructionSets ?? [];
}

/** What measurePeak of native/peak.h calls it. */
const peakKinds = { int8: 0, float32: 1, popcount: 2 } as const;

/**
 * Multiply-accumulates that the fastest instruction set does in `rounds` rounds of a loop in registers, to be divided
 * by the time it took; 0 where it cannot, null where the addon is not built.
 */
export function spinNative(kind: keyof typeof peakKinds, rounds: number): number | null {
  return loadAddon()?.peak(0, peakKinds[kind], rounds) ?? null;
}

/**
 * Cost (see Operator) below which the caller works alone: about 5 microseconds, twice what it takes to share a call
 * out.
 */
const usualSoloCost = 1.2e6;

/**
 * The compiled kernels with threads of their own, or null where they are not built.
 *
 * @param threads the calling thread included
 * @param options.instructionSet one of `nativeInstructionSets`; the fastest unless a test wants another
 * @param options.soloCost cost (see Operator) below which the caller works alone
 */
export function openNative(
  threads: number,
  { instructionSet = nativeInstructionSets()[0], soloCost = usualSoloCost } = {},
): KernelPool | null {
  const native = loadAddon();
  return native && instructionSet !== undefined ? openAddon(native, threads, { instructionSet, soloCost }) : null;
}
