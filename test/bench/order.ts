import { loadChip } from '../../src/main/chips/chips.ts';
import { loadPrecision } from '../../src/main/chips/precision.ts';
import { resolveModel } from '../../src/main/models/models.ts';
import type { BenchOrder, BenchSetup } from '../../src/shared/bench.ts';
import { draftSchema } from '../../src/shared/recipe/draft.ts';
import { EXACT } from '../../src/shared/recipe/reference.ts';

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
      draft: draftSchema.parse({
        model: { id },
        prompt: 'a red apple, 3d style',
        seed: 1,
        steps: 1,
        chip: ideal.chip,
        precision: ideal.precision,
      }),
      modelFolder: folder,
      threads: 2,
      previews: false,
    },
  };
}
