import { TestRunner } from 'vitest';

/**
 * What became of the attempts of one group. What was tried and did not survive is lost, even when its test never got to
 * say so.
 */
export interface Counts {
  tried: number;
  survived: number;
}

declare module 'vitest' {
  interface TaskMeta {
    /** Counts of this test by group; test/reliability/reporter.ts adds them up. */
    tally?: Record<string, Counts>;
  }
}

/** Whether this is `npm run test:reliability`: everything, at length. */
const AT_LENGTH = process.env.OHMBRUSH_RELIABILITY === 'all';

/** How many rounds to go: `few` within `npm test`, `many` in `npm run test:reliability`. */
export function rounds(few: number, many: number): number {
  return AT_LENGTH ? many : few;
}

/**
 * One line of the table that the run prints at its end. Tests of several files may count into the same group.
 * To be used within a test that does not run beside another of its file (no `test.concurrent`).
 */
export function group(name: string) {
  return {
    /**
     * Counts `act` as tried, and as survived once it has returned (or its promise was kept).
     * What it throws is thrown on, so that an attempt that lost something fails the test.
     */
    attempt<Result>(act: () => Result): Result {
      const test = TestRunner.getCurrentTest();
      if (!test) throw new Error(`an attempt of "${name}" was made outside a test`);
      test.meta.tally ??= {};
      test.meta.tally[name] ??= { tried: 0, survived: 0 };
      const counts = test.meta.tally[name];
      counts.tried++;
      const result = act();
      if (result instanceof Promise) {
        return result.then((value) => {
          counts.survived++;
          return value;
        }) as Result;
      }
      counts.survived++;
      return result;
    },
  };
}
