import { readFileSync } from 'node:fs';
import type { ChipProfile } from '../../shared/chip/chip-profile.ts';
import { parseChip } from '../../shared/chip/parse-chip.ts';
import type { Recipe } from '../../shared/recipe/recipe.ts';
import { EXACT } from './precision.ts';

/** What a picture is painted on: a chip and the precision of its layers. */
export interface ChipSetup {
  chip: ChipProfile;
  precision: Recipe['precision'];
}

/** A setup on one physical chip of some age. */
interface Placement extends ChipSetup {
  chipSeed: number;
  age: number;
}

/** `exact` on either side means both: float32, no chip, so that the exact picture has one recipe. */
export function normalizeChipSetup(setup: ChipSetup): ChipSetup {
  return isExact(setup) ? { chip: exactChip(), precision: EXACT } : setup;
}

/** The same for what will be painted: without a chip its seed and age mean nothing, so they are 0. */
export function normalizePlacement<T extends Placement>(painted: T): T {
  return isExact(painted) ? { ...painted, ...normalizeChipSetup(painted), chipSeed: 0, age: 0 } : painted;
}

function isExact({ chip, precision }: ChipSetup): boolean {
  const { default: everywhere, overrides } = precision.plan;
  const isPreset = precision.name === EXACT.name && Object.keys(everywhere).length === 0 && overrides.length === 0;
  return chip.kind === 'exact' || isPreset;
}

const EXACT_CHIP = new URL('../../../resources/chips/exact.json', import.meta.url);
let loaded: ChipProfile | null = null;

function exactChip(): ChipProfile {
  loaded ??= parseChip(JSON.parse(readFileSync(EXACT_CHIP, 'utf8')), 'exact.json');
  return loaded;
}
