import type { BenchChip, UnetStepReport } from '../../shared/bench.ts';
import { NO_METER } from '../energy/events.ts';
import { ExactEngine } from '../exact/exact-engine.ts';
import { alternate, median, medianRatio } from './alternate.ts';
import { openBenchModel } from './bench-model.ts';
import { loadOnnxruntime, openPeer, type Peer } from './onnxruntime.ts';
import type { Section } from './section.ts';

/** One guided step of the built-in UNet: on each chip and in onnxruntime, on all threads and on one. */
export const unetStepSection: Section<UnetStepReport> = async ({ order, threads, seconds, openPool, progress }) => {
  const benchModel = openBenchModel(order);
  const { unet } = benchModel.model;
  const pools = { all: openPool(threads), one: openPool(1) };
  const input = benchModel.guidedInput(pools.one, benchModel.latents);

  progress('loading onnxruntime');
  const onnxruntime = await loadOnnxruntime();
  const peers: { all: Peer; one: Peer } | null =
    typeof onnxruntime === 'string'
      ? null
      : {
          all: await openPeer(onnxruntime, order.picture.modelFolder, threads, input),
          one: await openPeer(onnxruntime, order.picture.modelFolder, 1, input),
        };

  const contenders: Record<string, () => unknown> = {};
  for (const setup of order.setups) {
    progress(`one step of the built-in model: programming ${setup.id}`);
    for (const [name, pool] of Object.entries(pools)) {
      const compute = await benchModel.compute(pool, setup);
      contenders[`${setup.id} ${name}`] = () => unet.predict(compute, input);
    }
  }
  for (const [name, peer] of Object.entries(peers ?? {})) contenders[`onnxruntime ${name}`] = () => peer.run();

  progress('one step of the built-in model');
  const samples = await alternate(contenders, seconds);
  const ratio = (chip: string, on: string) =>
    peers ? medianRatio(samples[`${chip} ${on}`]!, samples[`onnxruntime ${on}`]!) : null;
  const step = (chip: BenchChip) => ({
    ms: median(samples[`${chip} all`]!),
    oneThreadMs: median(samples[`${chip} one`]!),
    vsOnnxruntime: ratio(chip, 'all'),
    oneThreadVsOnnxruntime: ratio(chip, 'one'),
  });
  const exact = { engine: new ExactEngine(pools.one, NO_METER), kernels: pools.one, meter: NO_METER };
  return {
    exact: step('exact'),
    pcm: step('pcm'),
    'ideal-8bit': step('ideal-8bit'),
    onnxruntime: {
      version: peers?.one.version ?? null,
      ms: peers ? median(samples['onnxruntime all']!) : null,
      oneThreadMs: peers ? median(samples['onnxruntime one']!) : null,
      difference: peers ? relativeDifference(await peers.one.answer(), unet.predict(exact, input).data) : null,
      unavailable: typeof onnxruntime === 'string' ? onnxruntime : null,
    },
  };
};

/** The largest difference over the largest value. */
function relativeDifference(a: Float32Array, b: Float32Array): number {
  let difference = 0;
  let largest = 0;
  for (let i = 0; i < b.length; i++) {
    difference = Math.max(difference, Math.abs(a[i]! - b[i]!));
    largest = Math.max(largest, Math.abs(b[i]!));
  }
  return difference / largest;
}
