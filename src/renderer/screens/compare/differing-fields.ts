import type { ChipProfile } from '../../../shared/chip/chip-profile.ts';
import type { PictureDetails } from '../../../shared/contract/pictures.ts';
import { type FieldId, fieldsInOrder } from '../../../shared/recipe/fields.ts';
import type { Recipe } from '../../../shared/recipe/recipe.ts';
import { shippedText } from '../../language/shipped.ts';
import { saidOf } from '../../recipe/text/said-of.ts';

type Value = string | number | null;

/** A recipe field, or something shown with one: the size, the weights of a model, the bits of a plan. */
export type RowId = Exclude<FieldId, 'width' | 'height'> | 'size' | 'weights' | 'inputBits' | 'weightBits' | 'adcBits';

export interface Difference {
  /** Or the path of a figure in the chip's profile: 'cell.programmingError.scale'. */
  readonly row: RowId | { readonly ofChip: string };
  /** One value per picture; null where it has no effect or is unknown. */
  readonly values: readonly Value[];
}

type Row = readonly [RowId, (picture: PictureDetails) => Value];

/** The bits that the chip really uses, whatever its plan asks for. */
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

/** If they differ in more figures than this, they are different chips, and their names suffice. */
const MOST_CHIP_FIGURES = 4;

/** The fields in which these pictures differ, and no others. */
export function differingFields(pictures: readonly PictureDetails[]): Difference[] {
  const rows = ROWS.map(([row, said]) => ({ row, values: pictures.map((picture) => said(picture)) }));
  const figures = pictures.map(({ recipe }) => new Map(recipe ? chipFigures(recipe.chip) : []));
  const paths = [...new Set(figures.flatMap((known) => [...known.keys()]))];
  const ofChips = paths
    .map((path) => ({ row: { ofChip: path }, values: figures.map((known) => known.get(path) ?? null) }))
    .filter(differs);
  return [...rows.filter(differs), ...(ofChips.length <= MOST_CHIP_FIGURES ? ofChips : [])];
}

/** A value without effect on a picture is not a difference. */
function differs({ values }: Difference): boolean {
  return new Set(values.filter((value) => value !== null)).size > 1;
}

type Chip = Exclude<ChipProfile, { kind: 'exact' }>;

type Bits = Recipe['precision']['plan']['default'];

/** For pictures painted on a chip. */
function ofChip(read: (chip: Chip, bits: Bits) => Value): Row[1] {
  return ({ recipe }) =>
    recipe && recipe.chip.kind !== 'exact' ? read(recipe.chip, recipe.precision.plan.default) : null;
}

/** A plan can ask for fewer bits than the chip has, never for more. */
function least(asked: number | undefined, built: number): number {
  return Math.min(asked ?? built, built);
}

/** Descriptive fields of a profile, apart from its figures. */
const NAMING: readonly string[] = ['kind', 'id', 'name', 'description', 'source'] satisfies (keyof ChipProfile)[];

/** All figures of a profile with their paths. */
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
