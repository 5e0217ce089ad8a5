import type { OperationGroup, ProfileReport } from '../../shared/bench.ts';
import { median } from './alternate.ts';
import { openBenchModel } from './bench-model.ts';
import { observedPool } from './observed-pool.ts';
import type { Section } from './section.ts';

const WARM_UP_STEPS = 3;
const LEAST_STEPS = 5;

/** By name of the operator. */
const GROUPS: Readonly<Record<string, OperationGroup>> = {
  crossbar: 'multiplications',
  matmul: 'multiplications',
  attention: 'attention',
  channelSums: 'norms',
  groupNorm: 'norms',
  layerNorm: 'norms',
  activation: 'activations',
  geglu: 'activations',
  add: 'additions',
  concatChannels: 'copies',
  padImage: 'copies',
  upsampleNearest: 'copies',
  quantizeImage: 'quantization',
  largestMagnitude: 'quantization',
};

/** Time in the calls of each operator. */
type Spent = Map<string, { calls: number; ms: number }>;

interface Step {
  readonly ms: number;
  readonly spent: Spent;
}

/** Where the time of a step of the built-in UNet goes, per chip, on all threads. */
export const profileSection: Section<ProfileReport> = async ({ order, threads, seconds, openPool, progress }) => {
  const benchModel = openBenchModel(order);
  const { unet } = benchModel.model;
  const pool = openPool(threads);
  const input = benchModel.guidedInput(pool, benchModel.latents);
  const report: ProfileReport = [];
  for (const setup of order.setups) {
    progress(`where the time goes on ${setup.id}`);
    let spent: Spent = new Map();
    const observed = observedPool(pool, ({ name }, _call, ms) => {
      const entry = spent.get(name) ?? { calls: 0, ms: 0 };
      entry.calls++;
      entry.ms += ms;
      spent.set(name, entry);
    });
    const compute = await benchModel.compute(observed, setup);
    for (let i = 0; i < WARM_UP_STEPS; i++) unet.predict(compute, input);
    const steps: Step[] = [];
    const end = performance.now() + (1000 * seconds) / order.setups.length;
    while (steps.length < LEAST_STEPS || performance.now() < end) {
      spent = new Map();
      const start = performance.now();
      unet.predict(compute, input);
      steps.push({ ms: performance.now() - start, spent });
    }
    report.push({ chip: setup.id, ...rowsOf(steps) });
  }
  return report;
};

/** Medians over the steps, the longest first; what no kernel took is JavaScript. */
function rowsOf(steps: readonly Step[]): Pick<ProfileReport[number], 'ms' | 'rows'> {
  const ms = median(steps.map((step) => step.ms));
  const row = (group: OperationGroup, operator: string, calls: number, inStep: (step: Step) => number) => {
    const own = median(steps.map(inStep));
    return { group, operator, calls, ms: own, share: own / ms };
  };
  const kernels = [...steps[0]!.spent].map(([name, { calls }]) =>
    row(GROUPS[name] ?? 'other kernels', name, calls, ({ spent }) => spent.get(name)?.ms ?? 0),
  );
  const rest = row('JavaScript', 'around the kernels', 0, (step) => {
    let inKernels = 0;
    for (const entry of step.spent.values()) inKernels += entry.ms;
    return step.ms - inKernels;
  });
  return { ms, rows: [...kernels, rest].sort((a, b) => b.ms - a.ms) };
}
