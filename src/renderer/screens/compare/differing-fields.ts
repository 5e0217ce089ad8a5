import type { ChipProfile } from '../../../shared/chip/chip-profile.ts';
import type { PictureDetails } from '../../../shared/contract/pictures.ts';
import { type FieldId, fieldsInOrder } from '../../../shared/recipe/fields.ts';
import type { Recipe } from '../../../shared/recipe/recipe.ts';
import { shippedText } from '../../language/shipped.ts';
import { saidOf } from '../../recipe/text/said-of.ts';

type Value = string | number | null;

/** A field of the recipe, or what is told with one: the size, the weights of a model, the bits of a plan. */
export type RowId = Exclude<FieldId, 'width' | 'height'> | 'size' | 'weights' | 'inputBits' | 'weightBits' | 'adcBits';

export interface Difference {
  /** Or the place of a figure in the chip's profile: 'cell.programmingError.scale'. */
  readonly row: RowId | { readonly ofChip: string };
  /** One for each picture; null where it does not apply or is not known. */
  readonly values: readonly Value[];
}

type Row = readonly [RowId, (picture: PictureDetails) => Value];

/** The bits that a chip gives, whatever its plan asks for. */
const BITS: readonly Row[] = [
  ['inputBits', ofChip((chip, bits) => least(bits.inputBits, chip.dac.bits))],
  ['weightBits', ofChip((chip, bits) => least(bits.weightBits, chip.weights.bits))],
  [
    'adcBits',
    ofChip((chip, bits) =>
      chip.kind === 'analog' ? Math.max(least(bits.adcBits, chip.adc.bits), chip.adc.minBits ?? 0) : null,
    ),
  ],
];

const ROWS: readonly Row[] = fieldsInOrder(
  'prompt',
  'negativePrompt',
  'model',
  'seed',
  'width',
  'height',
  'steps',
  'guidance',
  'sampler',
  'chip',
  'precision',
).flatMap(rowsOf);

function rowsOf(id: FieldId): Row[] {
  switch (id) {
    case 'model':
      return [
        [id, (picture) => saidOf(id, picture)],
        // The first digits of the hash of its weights.
        ['weights', ({ recipe }) => recipe?.model.hash.slice(0, 8) ?? null],
      ];
    case 'width':
      return [['size', ({ width, height }) => `${width} × ${height}`]];
    case 'height':
      return [];
    case 'chip':
      // Empty: without a chip, which is a difference.
      return [[id, (picture) => (picture.exact ? '' : picture.chipName && shippedText(picture.chipName))]];
    case 'precision':
      return [[id, (picture) => saidOf(id, picture)], ...BITS];
    default:
      return [[id, (picture) => saidOf(id, picture)]];
  }
}

/** Chips that differ in more figures than this are different chips, which their names say. */
const MOST_CHIP_FIGURES = 4;

/** What was asked for differently in these pictures, and nothing else. */
export function differingFields(pictures: readonly PictureDetails[]): Difference[] {
  const rows = ROWS.map(([row, said]) => ({ row, values: pictures.map((picture) => said(picture)) }));
  const figures = pictures.map(({ recipe }) => new Map(recipe ? chipFigures(recipe.chip) : []));
  const paths = [...new Set(figures.flatMap((known) => [...known.keys()]))];
  const ofChips = paths
    .map((path) => ({ row: { ofChip: path }, values: figures.map((known) => known.get(path) ?? null) }))
    .filter(differs);
  return [...rows.filter(differs), ...(ofChips.length <= MOST_CHIP_FIGURES ? ofChips : [])];
}

/** What does not apply to a picture is no difference to it. */
function differs({ values }: Difference): boolean {
  return new Set(values.filter((value) => value !== null)).size > 1;
}

type Chip = Exclude<ChipProfile, { kind: 'exact' }>;

type Bits = Recipe['precision']['plan']['default'];

/** Of a picture that was painted on a chip. */
function ofChip(read: (chip: Chip, bits: Bits) => Value): Row[1] {
  return ({ recipe }) =>
    recipe && recipe.chip.kind !== 'exact' ? read(recipe.chip, recipe.precision.plan.default) : null;
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
