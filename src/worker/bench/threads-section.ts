import type { ThreadsReport } from '../../shared/bench.ts';
import { alternate, medianRatio } from './alternate.ts';
import { openEasel } from './engine.ts';
import { type Section, settingOfPicture } from './section.ts';

/** How much faster a step of the built-in UNet is on all threads than on one. */
export const threadsSection: Section<ThreadsReport> = async ({ order, threads, seconds, openPool, progress }) => {
  const easel = openEasel(order);
  const { unet } = easel.model;
  const one = openPool(1);
  const all = openPool(threads);
  const input = easel.guidedInput(one, easel.latents);
  const chips = [];
  for (const setting of order.settings) {
    progress(`threads: one and ${threads} on ${setting.id}`);
    const onOne = await easel.compute(one, setting);
    const onAll = await easel.compute(all, setting);
    const samples = await alternate(
      { one: () => unet.predict(onOne, input), all: () => unet.predict(onAll, input) },
      seconds / order.settings.length,
    );
    chips.push({ chip: setting.id, speedup: medianRatio(samples.one, samples.all) });
  }
  const ofPicture = settingOfPicture(order).id;
  return { speedup: chips.find(({ chip }) => chip === ofPicture)!.speedup, threads, chips };
};
