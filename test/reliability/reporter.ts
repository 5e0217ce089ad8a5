import type { Reporter, TestModule } from 'vitest/node';
import type { Counts } from './tally.ts';

/**
 * Prints what the tests of test/reliability counted: one line for each group, and the sum. Says nothing where none ran.
 */
export default class TallyReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[]): void {
    const groups = new Map<string, Counts>();
    for (const module of modules) {
      for (const test of module.children.allTests()) {
        for (const [name, { tried, survived }] of Object.entries(test.meta().tally ?? {})) {
          const sum = groups.get(name) ?? { tried: 0, survived: 0 };
          groups.set(name, { tried: sum.tried + tried, survived: sum.survived + survived });
        }
      }
    }
    if (groups.size > 0) process.stdout.write(`\n${tallyTable(groups)}\n`);
  }
}

/** The table of `groups`, by name, with their sum as its last line. */
function tallyTable(groups: ReadonlyMap<string, Counts>): string {
  const rows = [...groups].sort(([a], [b]) => (a < b ? -1 : 1));
  const all = { tried: 0, survived: 0 };
  for (const [, { tried, survived }] of rows) {
    all.tried += tried;
    all.survived += survived;
  }
  rows.push(['all', all]);
  const width = Math.max(...rows.map(([name]) => name.length));
  const line = (name: string, ...figures: (string | number)[]) =>
    `  ${name.padEnd(width)}${figures.map((figure) => String(figure).padStart(10)).join('')}`;
  return [
    line('', 'tried', 'survived', 'lost'),
    ...rows.map(([name, { tried, survived }]) => line(name, tried, survived, tried - survived)),
  ].join('\n');
}
