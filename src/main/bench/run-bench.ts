import { arch, cpus, platform, totalmem } from 'node:os';
import {
  BENCH_CHIPS,
  BENCH_SECTIONS,
  type BenchOrder,
  type BenchReport,
  type BenchSection,
  type BenchSetup,
} from '../../shared/bench.ts';
import type { ErrorCode } from '../../shared/error-codes.ts';
import { OhmbrushError } from '../../shared/errors.ts';
import { draftSchema } from '../../shared/recipe/draft.ts';
import { EXACT } from '../../shared/recipe/reference.ts';
import { loadChip } from '../chips/chips.ts';
import { loadPrecision } from '../chips/precision.ts';
import { resolveModel } from '../models/models.ts';
import { runSection, type SectionListeners } from './run-section.ts';

export interface BenchOptions {
  /** In the order of BENCH_SECTIONS, whatever order they are given in. */
  readonly sections: readonly BenchSection[];
  readonly quick: boolean;
  readonly threads: number;
  /** Where calibrations are kept between runs. */
  readonly cacheFolder: string;
}

/** The built-in model: the ONNX graph used for comparison is its UNet. */
const MODEL = 'sticker';
const PROMPT = 'a red apple, 3d style';
const CHIP = 'pcm';

/** Errors that end one section only; the other sections still run. */
const SKIPPED: readonly ErrorCode[] = ['unavailable', 'engine-died'];

/** Measures one section after the other. Rejects with OhmbrushError; 'cancelled' when the signal fired. */
export async function runBench(options: BenchOptions, listeners: SectionListeners): Promise<BenchReport> {
  const { quick, threads } = options;
  const started = performance.now();
  const sections = BENCH_SECTIONS.filter((section) => options.sections.includes(section));
  const setups = await Promise.all(BENCH_CHIPS.map(defaultSetup));
  const picture = await pictureOrder(setups, options);
  const report: BenchReport = {
    cpu: cpus()[0]?.model ?? 'unknown',
    cores: cpus().length,
    memoryBytes: totalmem(),
    system: `${platform()} ${arch()}`,
    node: process.version,
    backend: 'reference',
    backendDetail: '',
    threadCount: threads,
    quick,
    skipped: [],
    seconds: 0,
  };
  for (const [i, section] of sections.entries()) {
    const onProgress = (what: string) => listeners.onProgress(`${i + 1}/${sections.length} ${what}`);
    const order = { section, quick, threads, setups, picture };
    try {
      const { backend, backendDetail, findings } = await runSection(order, options.cacheFolder, {
        signal: listeners.signal,
        onProgress,
      });
      Object.assign(report, findings, { backend, backendDetail });
    } catch (error) {
      // The other sections can still run: on small machines the largest one runs out of memory.
      const mayBeSkipped = error instanceof OhmbrushError && SKIPPED.includes(error.code) && sections.length > 1;
      if (!mayBeSkipped) throw error;
      report.skipped.push({ section, why: error.message });
    }
  }
  report.seconds = (performance.now() - started) / 1000;
  return report;
}

async function defaultSetup(id: BenchSetup['id']): Promise<BenchSetup> {
  return { id, chip: await loadChip(id), precision: id === 'exact' ? EXACT : await loadPrecision('balanced') };
}

async function pictureOrder(setups: readonly BenchSetup[], { threads }: BenchOptions): Promise<BenchOrder['picture']> {
  const { chip, precision } = setups.find(({ id }) => id === CHIP)!;
  const { id, folder } = await resolveModel(MODEL, undefined);
  return {
    draft: draftSchema.parse({ model: { id }, prompt: PROMPT, seed: 1, steps: 20, chip, precision }),
    modelFolder: folder,
    threads,
    previews: false,
  };
}
