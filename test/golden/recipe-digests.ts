import { createHash } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { startEngine } from '../../src/main/engine/engine-client.ts';
import type { BackendId, PaintResult } from '../../src/shared/engine/engine-protocol.ts';
import type { Draft } from '../../src/shared/recipe/draft.ts';
import type { Recipe } from '../../src/shared/recipe/recipe.ts';
import { fixture } from './read-golden.ts';

/** A line of fixtures/recipes.json. */
export interface KeptRecipe {
  backend: BackendId;
  recipe: Recipe;
  /** SHA-256 of the pixels, row-major, 8 bits a channel. */
  pixels: string;
  /** Of the chip's energy: joules, components, layers, steps. Without what depends on the machine. */
  energy: string;
}

/** Paints recipes of the small test model ('tiny') and of the models that ship. */
export function openPainter() {
  const engine = startEngine({ cacheFolder: null });
  return {
    async paint(draft: Draft, backend: BackendId): Promise<KeptRecipe> {
      const request = { draft, modelFolder: folderOf(draft.model.id), backend, threads: 2, previews: false };
      const { recipe, pixels, energy } = await engine.paint(request);
      return { backend, recipe, pixels: digestOf(pixels.data), energy: digestOf(JSON.stringify(ofChip(energy))) };
    },
    close: () => engine.close(),
  };
}

function ofChip({ joules, components, layers, steps, setup, decode, programming, adc, macs }: PaintResult['energy']) {
  return [joules, components, layers, steps, setup, decode, programming, adc, macs];
}

function folderOf(model: string): string {
  if (model === 'tiny') return fixture('networks/model');
  return fileURLToPath(new URL(`../../resources/models/${model}`, import.meta.url));
}

function digestOf(data: string | Uint8Array): string {
  return createHash('sha256').update(data).digest('hex');
}
