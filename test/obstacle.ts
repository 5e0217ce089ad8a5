import { describe } from 'vitest';

/**
 * A `describe` whose tests cannot run where there is an obstacle. They are skipped then, with the reason in their name
 * (the run says it again at its end: skip-reporter.ts); in CI, where everything is to be had, the file fails.
 *
 * @param obstacle what is missing, or null
 */
export function describeUnless(obstacle: string | null, name: string, body: () => void): void {
  if (obstacle !== null && process.env.CI)
    throw new Error(`'${name}' cannot be tested, and CI skips nothing: ${obstacle}`);
  describe.skipIf(obstacle !== null)(obstacle === null ? name : `${name} (${obstacle})`, body);
}
