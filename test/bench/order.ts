import { loadChip } from '../../src/main/chips/chips.ts';
import { EXACT, loadPrecision } from '../../src/main/chips/precision.ts';
import { resolveModel } from '../../src/main/models/models.ts';
import type { BenchOrder, BenchSetup } from '../../src/shared/bench.ts';

export async function exactSetup(): Promise<BenchSetup> {
  return { id: 'exact', chip: await loadChip('exact'), precision: EXACT };
}

export async function idealSetup(): Promise<BenchSetup> {
  return { id: 'ideal-8bit', chip: await loadChip('ideal-8bit'), precision: await loadPrecision('balanced') };
}

/** A picture of one step on a chip that needs no calibration. */
export async function orderOf(): Promise<BenchOrder> {
  const { id, folder } = await resolveModel('sticker', undefined);
  const ideal = await idealSetup();
  return {
    section: 'kernel',
    quick: true,
    threads: 2,
    setups: [await exactSetup(), ideal],
    picture: {
      modelId: id,
      modelFolder: folder,
      prompt: 'a red apple, 3d style',
      negativePrompt: '',
      seed: 1,
      steps: 1,
      chip: ideal.chip,
      chipSeed: 0,
      age: 0,
      precision: ideal.precision,
      threads: 2,
      previews: false,
      cacheFolder: null,
    },
  };
}
