import { readFileSync } from 'node:fs';
import { EXACT, loadPrecision } from '../../../src/main/chips/precision.ts';
import type { Offer, Settings } from '../../../src/renderer/recipe/settings.ts';
import { firstSettings } from '../../../src/renderer/recipe/settings.ts';
import { parseChip } from '../../../src/shared/formats/parse-chip.ts';

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

export function settingsFor(offer: Offer, part: Partial<Settings> = {}): Settings {
  return { ...firstSettings(offer), prompt: 'a fox', seed: 7, ...part };
}
