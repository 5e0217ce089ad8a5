import type { Reporter, TestCase, TestModule, Vitest } from 'vitest/node';

/** Reports at the end of a run what was not tested, and why: skipped tests would otherwise go unnoticed. */
export default class SkipReporter implements Reporter {
  #vitest: Vitest | undefined;

  onInit(vitest: Vitest): void {
    this.#vitest = vitest;
  }

  onTestRunEnd(modules: readonly TestModule[]): void {
    // Not reported if only tests of a certain name were requested.
    if (this.#vitest?.getGlobalTestNamePattern()) return;
    const counts = new Map<string, number>();
    for (const module of modules) {
      for (const test of module.children.allTests('skipped')) {
        const what = `${module.relativeModuleId}: ${whatIsSkipped(test)}`;
        counts.set(what, (counts.get(what) ?? 0) + 1);
      }
    }
    if (counts.size === 0) return;
    const lines = [...counts].map(([what, tests]) => `  ${String(tests).padStart(4)}  ${what}`);
    process.stdout.write(`\nNOT TESTED on this machine (number of tests, where and why):\n${lines.join('\n')}\n`);
  }
}

/** The outermost name that is skipped as a whole, and the note if there is one. */
function whatIsSkipped(test: TestCase): string {
  let what: { name: string } = test;
  for (let { parent } = test; parent.type === 'suite' && parent.state() === 'skipped'; parent = parent.parent) {
    what = parent;
  }
  const { note } = test.result() as { note?: string };
  return note === undefined ? what.name : `${what.name} (${note})`;
}
