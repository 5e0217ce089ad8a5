import { readFileSync } from 'node:fs';
import { loadPrecision } from '../../../src/main/chips/precision.ts';
import type { Offer } from '../../../src/renderer/recipe/form/form.ts';
import { firstForm } from '../../../src/renderer/recipe/form/form.ts';
import { parseChip } from '../../../src/shared/formats/parse-chip.ts';
import type { RecipeForm } from '../../../src/shared/formats/recipe-form.ts';
import { EXACT } from '../../../src/shared/recipe/reference.ts';

/** What the studio offers: the chips and presets that ship, and a model of 64 x 64. */
export async function shippedOffer(): Promise<Offer> {
  const chips = ['exact', 'pcm', 'reram', 'sram-digital'].map((id) => {
    const file = new URL(`../../../resources/chips/${id}.json`, import.meta.url);
    return { profile: parseChip(JSON.parse(readFileSync(file, 'utf8')), id), builtIn: true };
  });
  return {
    models: [
      {
        id: 'sticker',
        summary: {
          name: 'Sticker',
          base: null,
          parameters: 1e6,
          imageChannels: 4,
          width: 64,
          height: 64,
          sizeMultiple: 16,
          prediction: 'v-prediction',
          steps: 20,
          guidance: 2.5,
          sampler: 'dpmpp-2m',
        },
      },
    ],
    chips,
    precisions: [EXACT, await loadPrecision('balanced'), await loadPrecision('frugal')],
  };
}

export function formFor(offer: Offer, part: Partial<RecipeForm> = {}): RecipeForm {
  return { ...firstForm(offer), prompt: 'a fox', seed: 7, ...part };
}
