import type { Sweep } from '../../shared/contract/queue.ts';
import { type LanguageId, languageWithId } from '../../shared/locales/index.ts';
import { shippedTextIn } from '../../shared/locales/shipped.ts';
import { fieldValueText } from '../../shared/recipe/field-value-text.ts';
import { fieldOf, isField } from '../../shared/recipe/fields.ts';
import type { Axis } from '../../shared/recipe/sweep-axes.ts';

/** The name of a swept field with its unit: 'ADC bits', 'Chip age (s)'. One unknown to this version keeps its id. */
export function axisName({ field }: Axis, language: LanguageId): string {
  const names: Readonly<Record<string, string>> = languageWithId(language).texts.recipe;
  const name = Object.hasOwn(names, field) ? names[field]! : field;
  const unit = isField(field) ? fieldOf(field).unit : undefined;
  return unit ? `${name} (${unit})` : name;
}

/** The text of each value of an axis. A chip is shown by its name, which is found in the recipes of its pictures. */
export function axisValues(sweep: Sweep, direction: 'x' | 'y', language: LanguageId): string[] {
  const { x } = sweep.axes;
  const axis = sweep.axes[direction];
  if (!axis) return [];
  return axis.values.map((value, place) => {
    const cell = sweep.cells[direction === 'x' ? place : place * x.values.length];
    const picture = cell?.picture ?? cell?.job;
    return axis.field === 'chip' && picture?.chipName
      ? shippedTextIn(picture.chipName, language)
      : fieldValueText(axis.field, value, language);
  });
}
