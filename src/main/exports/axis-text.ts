import type { Sweep } from '../../shared/contract/queue.ts';
import { fieldOf, isField } from '../../shared/recipe/fields.ts';
import type { Axis } from '../../shared/recipe/sweep-axes.ts';

/** The name of a swept field for readers: 'adcBits' -> 'ADC bits', 'age' -> 'Age (s)'. */
export function axisName({ field }: Axis): string {
  const words = field
    .replace(/([a-z])([A-Z])/g, '$1 $2')
    .toLowerCase()
    .replace(/\b(adc|dac|ir)\b/g, (short) => short.toUpperCase());
  const unit = isField(field) ? fieldOf(field).unit : undefined;
  return words.charAt(0).toUpperCase() + words.slice(1) + (unit ? ` (${unit})` : '');
}

/** The text of each value of an axis. A chip is shown by its name, which is found in the recipes of its pictures. */
export function axisValues(sweep: Sweep, direction: 'x' | 'y'): string[] {
  const { x } = sweep.axes;
  const axis = sweep.axes[direction];
  if (!axis) return [];
  return axis.values.map((value, place) => {
    if (axis.field !== 'chip') return String(value);
    const cell = sweep.cells[direction === 'x' ? place : place * x.values.length];
    return cell?.picture?.chipName ?? cell?.job?.chipName ?? String(value);
  });
}
