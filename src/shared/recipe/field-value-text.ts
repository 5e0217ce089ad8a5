import { PRECISION_CHOICES } from '../chip/precision-plan.ts';
import type { LanguageId } from '../locales/index.ts';
import { texts } from '../locales/translate.ts';
import { fieldOf, isField } from './fields.ts';

/** A field's value for display: presets of precision and samplers by their names, any other value as it is. */
export function fieldValueText(field: string, value: string | number, language: LanguageId): string {
  const choice = PRECISION_CHOICES.find((each) => each === value);
  if (field === 'precision' && choice) return texts(language, 'recipe')(choice);
  const names = isField(field) ? fieldOf(field).names : undefined;
  return names?.[value] ?? String(value);
}
