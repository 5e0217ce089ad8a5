import { readFileSync } from 'node:fs';
import type { ChipProfile } from '../../shared/chip/chip-profile.ts';
import { parseChip } from '../../shared/formats/parse-chip.ts';
import type { JobDraft } from '../../shared/recipe/draft.ts';
import { EXACT, withoutChip } from '../../shared/recipe/reference.ts';

/** A chip and the precision of its layers. */
export type ChipSetup = Pick<JobDraft, 'chip' | 'precision'>;

/**
 * If the chip or the precision is `exact`, both become exact (float32, no chip): an exact picture has only one recipe.
 */
export function normalizeChipSetup(painted: ChipSetup): ChipSetup {
  return isExact(painted) ? { chip: exactChip(), precision: EXACT } : painted;
}

/** The same for a whole draft. Its other chip fields have no effect then and are set to their defaults. */
export function normalizeDraft(draft: JobDraft): JobDraft {
  return isExact(draft) ? withoutChip(draft, exactChip()) : draft;
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
