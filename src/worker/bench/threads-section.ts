import type { ThreadsReport } from '../../shared/bench.ts';
import { alternate, medianRatio } from './alternate.ts';
import { openBenchModel } from './bench-model.ts';
import { type Section, settingOfPicture } from './section.ts';

/** How much faster a step of the built-in UNet is on all threads than on one. */
export const threadsSection: Section<ThreadsReport> = async ({ order, threads, seconds, openPool, progress }) => {
  const benchModel = openBenchModel(order);
  const { unet } = benchModel.model;
  const one = openPool(1);
  const all = openPool(threads);
  const input = benchModel.guidedInput(one, benchModel.latents);
  const chips = [];
  for (const setting of order.settings) {
    progress(`threads: one and ${threads} on ${setting.id}`);
    const onOne = await benchModel.compute(one, setting);
    const onAll = await benchModel.compute(all, setting);
    const samples = await alternate(
      { one: () => unet.predict(onOne, input), all: () => unet.predict(onAll, input) },
      seconds / order.settings.length,
    );
    chips.push({ chip: setting.id, speedup: medianRatio(samples.one, samples.all) });
  }
  const ofPicture = settingOfPicture(order).id;
  return { speedup: chips.find(({ chip }) => chip === ofPicture)!.speedup, threads, chips };
};
