import type { ChipProfile } from '../../../shared/chip/chip-profile.ts';
import type { PictureDetails } from '../../../shared/contract/pictures.ts';
import type { Recipe } from '../../../shared/recipe/recipe.ts';

type Value = string | number | null;

/** In the order in which they are shown. */
const SETTINGS = {
  prompt: ({ prompt }) => prompt,
  negativePrompt: ({ negativePrompt }) => negativePrompt,
  model: ({ modelId }) => modelId,
  /** The first digits of the hash of its weights. */
  weights: ({ recipe }) => recipe?.model.hash.slice(0, 8) ?? null,
  seed: ({ seed }) => seed,
  size: ({ width, height }) => `${width} × ${height}`,
  steps: ({ steps }) => steps,
  guidance: ({ guidance }) => guidance,
  sampler: ({ sampler }) => sampler,
  /** Empty: without a chip. */
  chip: ({ exact, chipName }) => (exact ? '' : chipName),
  precision: ({ precision }) => precision,
  inputBits: ({ recipe }) => ofChip(recipe, (chip, bits) => least(bits.inputBits, chip.dac.bits)),
  weightBits: ({ recipe }) => ofChip(recipe, (chip, bits) => least(bits.weightBits, chip.weights.bits)),
  adcBits: ({ recipe }) =>
    ofChip(recipe, (chip, bits) =>
      chip.kind === 'analog' ? Math.max(least(bits.adcBits, chip.adc.bits), chip.adc.minBits ?? 0) : null,
    ),
  chipSeed: ({ recipe }) => ofChip(recipe, (_, __, { chipSeed }) => chipSeed),
  /** Seconds. */
  age: ({ recipe }) => ofChip(recipe, (_, __, { age }) => age),
} as const satisfies Record<string, (picture: PictureDetails) => Value>;

export type Setting = keyof typeof SETTINGS;

export interface Difference {
  /** A setting, or the place of a figure in the chip's profile: 'cell.programmingError.scale'. */
  readonly setting: Setting | { readonly ofChip: string };
  /** One for each picture; null where it does not apply or is not known. */
  readonly values: readonly Value[];
}

/** Chips that differ in more figures than this are different chips, which their names say. */
const MOST_CHIP_FIGURES = 4;

/** What was set differently for these pictures, and nothing else. */
export function differingSettings(pictures: readonly PictureDetails[]): Difference[] {
  const settings = (Object.keys(SETTINGS) as Setting[]).map((setting) => ({
    setting,
    values: pictures.map((picture): Value => SETTINGS[setting](picture)),
  }));
  const figures = pictures.map(({ recipe }) => new Map(recipe ? chipFigures(recipe.chip) : []));
  const paths = [...new Set(figures.flatMap((known) => [...known.keys()]))];
  const ofChips = paths
    .map((path) => ({ setting: { ofChip: path }, values: figures.map((known) => known.get(path) ?? null) }))
    .filter(differs);
  return [...settings.filter(differs), ...(ofChips.length <= MOST_CHIP_FIGURES ? ofChips : [])];
}

/** What does not apply to a picture is no difference to it. */
function differs({ values }: Difference): boolean {
  return new Set(values.filter((value) => value !== null)).size > 1;
}

type Chip = Exclude<ChipProfile, { kind: 'exact' }>;

/** Of a picture that was painted on a chip; what is set for chips means nothing without one. */
function ofChip<T>(
  recipe: Recipe | null,
  read: (chip: Chip, bits: Recipe['precision']['plan']['default'], recipe: Recipe) => T,
): T | null {
  return recipe && recipe.chip.kind !== 'exact' ? read(recipe.chip, recipe.precision.plan.default, recipe) : null;
}

/** A plan may ask for fewer bits than the chip has, never for more. */
function least(asked: number | undefined, built: number): number {
  return Math.min(asked ?? built, built);
}

/** What a profile says about itself, apart from its figures. */
const NAMING: readonly string[] = ['kind', 'id', 'name', 'description', 'source'] satisfies (keyof ChipProfile)[];

/** Every figure of a profile with its path. */
function chipFigures(chip: ChipProfile): [string, Value][] {
  const found: [string, Value][] = [];
  const walk = (value: unknown, path: string): void => {
    if (NAMING.includes(path)) return;
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
      for (const [key, part] of Object.entries(value)) walk(part, path === '' ? key : `${path}.${key}`);
    } else {
      found.push([path, typeof value === 'number' ? value : String(value)]);
    }
  };
  walk(chip, '');
  return found;
}
