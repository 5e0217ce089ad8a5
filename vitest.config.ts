import './scripts/require-node.mjs';
import { configDefaults, defineConfig } from 'vitest/config';
import { PATIENCE } from './test/patience.ts';
import TallyReporter from './test/reliability/reporter.ts';
import SkipReporter from './test/skip-reporter.ts';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    // Workers and the engine process are real in these tests; two at a time keep a two-core machine honest.
    pool: 'forks',
    maxWorkers: 2,
    reporters: [...configDefaults.reporters, new TallyReporter(), new SkipReporter()],
    // No test measures time by these: they end what would never end, on the slowest day.
    testTimeout: 3 * PATIENCE,
    hookTimeout: 3 * PATIENCE,
    expect: { poll: { timeout: PATIENCE } },
  },
});
