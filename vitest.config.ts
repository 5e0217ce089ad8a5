import './scripts/require-node.mjs';
import { configDefaults, defineConfig } from 'vitest/config';
import { PATIENCE } from './test/patience.ts';
import TallyReporter from './test/reliability/reporter.ts';
import SkipReporter from './test/skip-reporter.ts';

/** Folders of test/ that need no build, no browser and no process beside them, and are quick. */
const UNIT = [
  ...['chip', 'chips', 'energy', 'exports', 'fidelity', 'files', 'formats', 'locales', 'models', 'networks'],
  ...['recipe', 'renderer', 'samplers', 'sheets', 'tensor', 'threads'],
];
/** Those whose tests look at the built screens in a real browser. */
const SCREENS = ['e2e'];

const inFolders = (folders: readonly string[]) => folders.map((folder) => `test/${folder}/**/*.test.ts`);

export default defineConfig({
  test: {
    // A file belongs to a tier by its folder; what is in no list is of the middle one.
    projects: [
      { extends: true, test: { name: 'unit', include: inFolders(UNIT) } },
      // The screens' parts and stores before a studio in the same process.
      {
        extends: true,
        test: { name: 'parts', include: ['test/renderer/**/*.test.tsx'], environment: './test/renderer/page.ts' },
      },
      {
        extends: true,
        test: { name: 'integration', include: ['test/**/*.test.ts'], exclude: inFolders([...UNIT, ...SCREENS]) },
      },
      { extends: true, test: { name: 'screens', include: inFolders(SCREENS) } },
    ],
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
