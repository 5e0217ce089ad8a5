import { z } from 'zod';
import { PRECISION_CHOICES } from '../../../shared/chip/precision-plan.ts';
import type { ModelSummary } from '../../../shared/engine/engine-protocol.ts';
import type { RecipeForm } from '../../../shared/formats/recipe-form.ts';
import type { Field } from '../../../shared/recipe/fields/field.ts';
import { type FieldsWith, fieldOf, isField } from '../../../shared/recipe/fields.ts';
import { type ChipKnob, knobValue } from './chip-knobs.ts';
import { chipChoices, chipOf, modelOf, type Offer, type PrecisionChoice } from './form.ts';

const BITS_FIELDS = ['inputBits', 'weightBits', 'adcBits'] as const;
const KNOB_FIELDS = ['readNoise', 'converterNoise', 'programmingError'] as const satisfies readonly ChipKnob[];
type BitsFieldId = (typeof BITS_FIELDS)[number];

/** Recipe fields that can be swept over numbers, and over choices. */
type RecipeNumberId = FieldsWith<{ sweep: { by: 'number' } }>;
export type ChoiceFieldId = FieldsWith<{ sweep: { by: 'choice' } }>;

/** Numeric fields of the panel: recipe fields, and parts of a plan and of a chip. */
export type NumberFieldId = RecipeNumberId | BitsFieldId | ChipKnob;
export type PanelFieldId = NumberFieldId | ChoiceFieldId;

/** Whether this is a field of the panel: a sweep from another version may have an unknown one. */
export function isPanelField(id: string): id is PanelFieldId {
  return isBits(id) || isKnob(id) || (isField(id) && fieldOf(id).sweep !== null);
}
/** Fields that only 'custom' has. */
export function isCustomOnly(field: PanelFieldId): boolean {
  return isBits(field) || isKnob(field);
}

/** Fields without effect when no chip is used. */
export function isOfChip(field: PanelFieldId): boolean {
  return isCustomOnly(field) || (isField(field) && field !== 'precision' && fieldOf(field).part === 'chip');
}

function isBits(id: string): id is BitsFieldId {
  return BITS_FIELDS.some((own) => own === id);
}

function isKnob(id: string): id is ChipKnob {
  return KNOB_FIELDS.some((own) => own === id);
}

export function isChoice(field: PanelFieldId): field is ChoiceFieldId {
  return isField(field) && fieldOf(field).sweep?.by === 'choice';
}

/** Times are written with units. */
export function isTime(field: string): boolean {
  return isField(field) && fieldOf(field).unit === 's';
}

/** Spacing of values over a range of a field. */
export function spreadOf(field: NumberFieldId): 'even' | 'ratio' {
  const sweep = isField(field) ? fieldOf(field).sweep : null;
  return sweep?.by === 'number' ? sweep.spread : 'even';
}

/** Constraints on a number. */
export interface NumberRule {
  readonly min: number;
  readonly max: number;
  /** The number is a whole multiple of this; null: any number. */
  readonly multipleOf: number | null;
  /** Step of an arrow key. */
  readonly step: number;
}

/** null: the chosen chip has no such property. */
export function ruleOf(field: NumberFieldId, form: RecipeForm, offer: Offer): NumberRule | null {
  if (isField(field)) return recipeRule(field, modelOf(form, offer));
  const chip = chipOf(form, offer);
  switch (field) {
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

/** The bounds of the field's schema. */
function recipeRule(id: RecipeNumberId, model: ModelSummary | undefined): NumberRule {
  const { schema, sweep }: Field = fieldOf(id);
  if (!(schema instanceof z.ZodNumber) || sweep?.by !== 'number') throw new RangeError(`${id} is no number`);
  const min = schema.minValue ?? 0;
  const max = schema.maxValue ?? Number.MAX_SAFE_INTEGER;
  if (!sweep.multipleOf) return { min, max, multipleOf: schema.format === 'safeint' ? 1 : null, step: sweep.step };
  const multiple = model?.[sweep.multipleOf] ?? sweep.step;
  return { min: multiple, max: Math.floor(max / multiple) * multiple, multipleOf: multiple, step: multiple };
}

function bits(min: number, max: number): NumberRule {
  return { min, max, multipleOf: 1, step: 1 };
}

/** The number that a field shows. Bits above what the chip has are shown as the chip's, which is how it paints. */
export function numberOf(field: NumberFieldId, form: RecipeForm, offer: Offer): number {
  if (isBits(field)) {
    const { min, max } = ruleOf(field, form, offer) ?? { min: 0, max: 0 };
    return Math.max(min, Math.min(form.plan.default[field] ?? max, max));
  }
  if (isKnob(field)) {
    const chip = chipOf(form, offer);
    return form.knobs[field] ?? (chip && knobValue(chip, field)) ?? 0;
  }
  return form[field];
}

/** Allowed values of a choice: those that the studio offers, otherwise the field's own. */
export function choicesOf(field: ChoiceFieldId, offer: Offer): string[] {
  const { schema } = fieldOf(field);
  if (schema instanceof z.ZodEnum) return schema.options.map(String);
  return OFFERED[field as keyof typeof OFFERED](offer);
}

type OwnChoiceId = FieldsWith<{ schema: z.ZodEnum }>;
const OFFERED: Record<Exclude<ChoiceFieldId, OwnChoiceId>, (offer: Offer) => string[]> = {
  chip: (offer) => chipChoices(offer).map(({ id }) => id),
  precision: () => [...PRECISION_CHOICES],
};

export function choiceOf(field: ChoiceFieldId, form: RecipeForm): string {
  return field === 'chip' ? form.chipId : form[field];
}

/** The form with one field changed. The value satisfies the field's rule or is one of its choices. */
export function withField(form: RecipeForm, field: PanelFieldId, value: number | string): RecipeForm {
  if (isBits(field)) {
    const { plan } = form;
    return { ...form, plan: { ...plan, default: { ...plan.default, [field]: value } } };
  }
  if (isKnob(field)) return { ...form, knobs: { ...form.knobs, [field]: value } };
  switch (field) {
    case 'chip':
      // Knobs apply only to the chip for which they were set.
      return value === form.chipId && form.givenChip === null
        ? form
        : { ...form, chipId: String(value), givenChip: null, knobs: {} };
    case 'precision':
      return { ...form, precision: value as PrecisionChoice };
    case 'seed':
      return { ...form, seed: Number(value), seedSpent: false };
    default:
      return { ...form, [field]: value };
  }
}

/** The nearest number that satisfies the rule. */
export function fitted(value: number, { min, max, multipleOf }: NumberRule): number {
  const whole = multipleOf === null ? value : Math.round(value / multipleOf) * multipleOf;
  return Math.min(Math.max(whole, min), max);
}
