import './scripts/require-node.mjs';
import { configDefaults, defineConfig } from 'vitest/config';
import TallyReporter from './test/reliability/reporter.ts';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    // Workers and the engine process are real in these tests; two at a time keep a two-core machine honest.
    pool: 'forks',
    maxWorkers: 2,
    reporters: [...configDefaults.reporters, new TallyReporter()],
    testTimeout: 60_000,
    hookTimeout: 60_000,
    // The default of one second is a timed assertion: under load, a screen takes longer to say what it always says.
    expect: { poll: { timeout: 15_000 } },
  },
});
