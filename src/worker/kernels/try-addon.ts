import { requireAddon } from './native-addon.ts';
import { openAddon } from './open-addon.ts';
import { selfCheck } from './self-check.ts';

/**
 * Loads the addon and runs all of its kernels in every instruction set that this processor has, on a team of two.
 *
 * @returns why it cannot be used, or null
 */
export function tryAddon(): string | null {
  try {
    const addon = requireAddon();
    for (const instructionSet of addon.instructionSets) {
      const pool = openAddon(addon, 2, { instructionSet, soloCost: 0 });
      const wrong = selfCheck(pool);
      void pool.close();
      if (wrong !== null) return `${wrong} (${instructionSet})`;
    }
    return null;
  } catch (error) {
    return (error instanceof Error ? error.message : String(error)).split('\n')[0]!;
  }
}
