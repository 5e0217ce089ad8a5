import type { ThreadsReport } from '../../shared/bench.ts';
import { alternate, medianRatio } from './alternate.ts';
import { openBenchModel } from './bench-model.ts';
import { type Section, setupOfPicture } from './section.ts';

/** How much faster a step of the built-in UNet is on all threads than on one. */
export const threadsSection: Section<ThreadsReport> = async ({ order, threads, seconds, openPool, progress }) => {
  const benchModel = openBenchModel(order);
  const { unet } = benchModel.model;
  const one = openPool(1);
  const all = openPool(threads);
  const input = benchModel.guidedInput(one, benchModel.latents);
  const chips = [];
  for (const setup of order.setups) {
    progress(`threads: one and ${threads} on ${setup.id}`);
    const onOne = await benchModel.compute(one, setup);
    const onAll = await benchModel.compute(all, setup);
    const samples = await alternate(
      { one: () => unet.predict(onOne, input), all: () => unet.predict(onAll, input) },
      seconds / order.setups.length,
    );
    chips.push({ chip: setup.id, speedup: medianRatio(samples.one, samples.all) });
  }
  const ofPicture = setupOfPicture(order).id;
  return { speedup: chips.find(({ chip }) => chip === ofPicture)!.speedup, threads, chips };
};
