import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

const TESTS = join(import.meta.dirname, '..');

/** Patterns that pass only on a fast machine, and what to use instead. */
test.each([
  ['page.waitForTimeout(', 'wait for what the time is for, or use untilStill of test/e2e/scenes.ts'],
  ['vi.waitFor(', 'use expect.poll, which is as patient as test/patience.ts'],
  [', { timeout: ', 'leave it to the one limit, test/patience.ts'],
  ['describe.skipIf(OBSTACLE', 'use describeUnless of test/obstacle.ts, which does not skip in CI'],
  ['skipIf(!existsSync(CHROMIUM', 'use describeUnless of test/obstacle.ts, which does not skip in CI'],
])('no test says %s', (words, instead) => {
  const files = globSync('**/*.test.{ts,tsx}', { cwd: TESTS }).filter(
    (file) => file !== join('house', 'waits.test.ts'),
  );
  expect(
    files.filter((file) => readFileSync(join(TESTS, file), 'utf8').includes(words)),
    instead,
  ).toEqual([]);
});
