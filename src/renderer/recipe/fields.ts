import { SAMPLERS, type SamplerId } from '../../shared/recipe/fields/sampler.ts';
import { type ChipKnob, knobValue } from './chip-knobs.ts';
import {
  chipChoices,
  chipOf,
  modelOf,
  type Offer,
  PRECISION_CHOICES,
  type PrecisionChoice,
  type Settings,
} from './settings.ts';

/** Fields that take a number. */
export const NUMBER_FIELDS = [
  'seed',
  'width',
  'height',
  'steps',
  'guidance',
  'chipSeed',
  'age',
  'inputBits',
  'weightBits',
  'adcBits',
  'readNoise',
  'converterNoise',
  'programmingError',
] as const;
export type NumberFieldId = (typeof NUMBER_FIELDS)[number];

/** Fields that take one of a few. */
export const CHOICE_FIELDS = ['sampler', 'chip', 'precision'] as const;
export type ChoiceFieldId = (typeof CHOICE_FIELDS)[number];
export type FieldId = NumberFieldId | ChoiceFieldId;

const BITS_FIELDS = ['inputBits', 'weightBits', 'adcBits'] as const;
const KNOB_FIELDS = ['readNoise', 'converterNoise', 'programmingError'] as const satisfies readonly ChipKnob[];
type BitsFieldId = (typeof BITS_FIELDS)[number];

/** Fields that only 'custom' has. */
export function isCustomOnly(field: FieldId): boolean {
  return isBits(field) || isKnob(field);
}

/** Fields that mean nothing without a chip. */
export function isOfChip(field: FieldId): boolean {
  return isCustomOnly(field) || field === 'chip' || field === 'chipSeed' || field === 'age';
}

function isBits(field: FieldId): field is BitsFieldId {
  return BITS_FIELDS.some((id) => id === field);
}

function isKnob(field: FieldId): field is ChipKnob {
  return KNOB_FIELDS.some((id) => id === field);
}

export function isChoice(field: FieldId): field is ChoiceFieldId {
  return CHOICE_FIELDS.some((id) => id === field);
}

/** What a number has to be. */
export interface NumberRule {
  readonly min: number;
  readonly max: number;
  /** The number is a whole multiple of this; null: any number. */
  readonly multipleOf: number | null;
  /** What an arrow key adds. */
  readonly step: number;
}

const SEED_RULE: NumberRule = { min: 0, max: 0xffffffff, multipleOf: 1, step: 1 };

/** null: the chosen chip has nothing of the kind. */
export function ruleOf(field: NumberFieldId, settings: Settings, offer: Offer): NumberRule | null {
  const chip = chipOf(settings, offer);
  switch (field) {
    case 'seed':
    case 'chipSeed':
      return SEED_RULE;
    case 'width':
    case 'height': {
      const multiple = modelOf(settings, offer)?.sizeMultiple ?? 8;
      return { min: multiple, max: Math.floor(2048 / multiple) * multiple, multipleOf: multiple, step: multiple };
    }
    case 'steps':
      return { min: 1, max: 200, multipleOf: 1, step: 1 };
    case 'guidance':
      return { min: 0, max: 30, multipleOf: null, step: 0.5 };
    case 'age':
      return { min: 0, max: 1e10, multipleOf: null, step: 1 };
    case 'inputBits':
      return chip && chip.kind !== 'exact' ? bits(2, chip.dac.bits) : null;
    case 'weightBits':
      return chip && chip.kind !== 'exact' ? bits(2, chip.weights.bits) : null;
    case 'adcBits':
      return chip?.kind === 'analog' ? bits(chip.adc.minBits ?? 2, chip.adc.bits) : null;
    case 'readNoise':
      return chip?.kind === 'analog' ? { min: 0, max: 100, multipleOf: null, step: 0.25 } : null;
    case 'converterNoise':
      return chip?.kind === 'analog' ? { min: 0, max: 16, multipleOf: null, step: 0.1 } : null;
    case 'programmingError':
      return chip && knobValue(chip, field) !== null ? { min: 0, max: 100, multipleOf: null, step: 0.25 } : null;
  }
}

function bits(min: number, max: number): NumberRule {
  return { min, max, multipleOf: 1, step: 1 };
}

/** The number a field shows. Bits above what the chip has count as the chip's, as they do when it paints. */
export function numberOf(field: NumberFieldId, settings: Settings, offer: Offer): number {
  if (isBits(field)) {
    const { min, max } = ruleOf(field, settings, offer) ?? { min: 0, max: 0 };
    return Math.max(min, Math.min(settings.plan.default[field] ?? max, max));
  }
  if (isKnob(field)) {
    const chip = chipOf(settings, offer);
    return settings.knobs[field] ?? (chip && knobValue(chip, field)) ?? 0;
  }
  return settings[field];
}

/** What a choice can be. */
export function choicesOf(field: ChoiceFieldId, offer: Offer): string[] {
  switch (field) {
    case 'sampler':
      return [...SAMPLERS];
    case 'chip':
      return chipChoices(offer).map(({ id }) => id);
    case 'precision':
      return [...PRECISION_CHOICES];
  }
}

export function choiceOf(field: ChoiceFieldId, settings: Settings): string {
  return field === 'chip' ? settings.chipId : settings[field];
}

/** The settings with one field changed. The value fits the field's rule or is one of its choices. */
export function withField(settings: Settings, field: FieldId, value: number | string): Settings {
  if (isBits(field)) {
    const { plan } = settings;
    return { ...settings, plan: { ...plan, default: { ...plan.default, [field]: value } } };
  }
  if (isKnob(field)) return { ...settings, knobs: { ...settings.knobs, [field]: value } };
  switch (field) {
    case 'chip':
      // Knobs belong to the chip they were turned on.
      return value === settings.chipId && settings.givenChip === null
        ? settings
        : { ...settings, chipId: String(value), givenChip: null, knobs: {} };
    case 'precision':
      return { ...settings, precision: value as PrecisionChoice };
    case 'sampler':
      return { ...settings, sampler: value as SamplerId };
    case 'seed':
      return { ...settings, seed: Number(value), seedSpent: false };
    default:
      return { ...settings, [field]: value };
  }
}

/** The nearest number that fits the rule. */
export function fitted(value: number, { min, max, multipleOf }: NumberRule): number {
  const whole = multipleOf === null ? value : Math.round(value / multipleOf) * multipleOf;
  return Math.min(Math.max(whole, min), max);
}
