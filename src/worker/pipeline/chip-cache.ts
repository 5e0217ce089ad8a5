import type { AnalogChip, DigitalChip } from '../../shared/chip/chip-profile.ts';
import type { Recipe } from '../../shared/recipe/recipe.ts';
import { makeChip, type PhysicalChip } from '../chip/program/physical-chip.ts';
import type { KernelPool } from '../kernels/kernels.ts';

/** Keeps the chip that was used last with its programmed layers: programming takes longer than a small picture. */
export interface ChipCache {
  get(
    pool: KernelPool,
    profile: AnalogChip | DigitalChip,
    recipe: Pick<Recipe, 'model' | 'chipSeed' | 'age'>,
  ): PhysicalChip;
  /** Call it before the chip's kernel pool is closed. */
  clear(): void;
}

export function createChipCache(): ChipCache {
  let kept: { readonly key: string; readonly chip: PhysicalChip } | null = null;
  function clear(): void {
    kept?.chip.close();
    kept = null;
  }
  return {
    get(pool, profile, { model, chipSeed, age }) {
      const key = JSON.stringify([model.hash, profile, chipSeed, age]);
      if (kept?.key !== key) {
        clear();
        kept = { key, chip: makeChip(pool, profile, chipSeed, age) };
      }
      return kept.chip;
    },
    clear,
  };
}
