import { availableParallelism } from 'node:os';
import { type Command, InvalidArgumentError, Option } from 'commander';
import { BENCH_SECTIONS, type BenchReport, type BenchSection } from '../../../shared/bench.ts';
import { nearest } from '../../../shared/nearest.ts';
import { runBench } from '../../bench/run-bench.ts';
import { wholeNumber } from '../../command-line/numbers.ts';
import { cacheFolder } from '../../folders.ts';
import { benchText } from './bench-text.ts';
import { list } from './flags.ts';
import { statusLine } from './status-line.ts';
import { withCancel } from './with-cancel.ts';

interface BenchFlags {
  quick?: boolean;
  json?: boolean;
  only?: BenchSection[];
  threads: number;
}

const EXAMPLES = `
Sections: ${BENCH_SECTIONS.join(', ')}

Examples:
  ohmbrush bench --quick
  ohmbrush bench --only kernel,threads --json

docs/bench.md says how each figure is measured. Figures of a busy machine are worth little.`;

export function addBench(program: Command): void {
  program
    .command('bench')
    .description('Measure how fast the chips are emulated on this machine, beside float32 in onnxruntime')
    .option('--quick', 'fewer repeats, under a minute on two free cores')
    .addOption(new Option('--only <sections>', 'measure only these, separated by commas').argParser(sections))
    .addOption(
      new Option('--threads <n>', 'the most threads to measure with')
        .argParser(wholeNumber(1, 256))
        .default(availableParallelism()),
    )
    .option('--json', 'print one JSON document and nothing else on stdout')
    .addHelpText('after', EXAMPLES)
    .action((flags: BenchFlags) => bench(flags));
}

async function bench({ quick = false, json = false, only, threads }: BenchFlags): Promise<void> {
  const status = statusLine(process.stderr);
  let report: BenchReport;
  try {
    report = await withCancel((signal) =>
      runBench(
        { sections: only ?? BENCH_SECTIONS, quick, threads, cacheFolder: cacheFolder() },
        { signal, onProgress: status.show },
      ),
    );
  } finally {
    status.clear();
  }
  process.stdout.write(json ? `${JSON.stringify(report, null, 2)}\n` : `${benchText(report)}\n`);
}

function sections(text: string): BenchSection[] {
  return list(text).map((name) => {
    const found = BENCH_SECTIONS.find((section) => section === name);
    if (found) return found;
    const close = nearest(name, BENCH_SECTIONS);
    throw new InvalidArgumentError(
      `${close ? `Did you mean ${close}? ` : ''}Choose from ${BENCH_SECTIONS.join(', ')}.`,
    );
  });
}
