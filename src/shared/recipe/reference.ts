import type { ChipProfile } from '../chip/chip-profile.ts';
import {
  type ChipFieldId,
  DEFAULTS,
  type DefaultedId,
  type FieldId,
  type FieldValue,
  fieldOf,
  fieldsInOrder,
} from './fields.ts';

/** What `exact` means: nothing is changed, on the chip that changes nothing. */
export const EXACT: FieldValue<'precision'> = { name: 'exact', plan: { default: {}, overrides: [] } };

type Fields = { [K in FieldId]?: unknown };

/** The same picture painted without a chip, where whatever else is said of chips means nothing. */
export function withoutChip<T extends Record<ChipFieldId, unknown>>(draft: T, exactChip: ChipProfile): T {
  const asked: { [K in Exclude<ChipFieldId, DefaultedId>]: FieldValue<K> } = { chip: exactChip, precision: EXACT };
  const bare: Partial<Record<FieldId, unknown>> = { ...DEFAULTS, ...asked };
  return { ...draft, ...Object.fromEntries(fieldsOf('chip').map((id) => [id, bare[id]])) };
}

/** Equal for drafts, and for recipes, that differ in nothing but what paints them. */
export function contentKey(fields: Fields): string {
  return JSON.stringify(fieldsOf('content').map((id) => fields[id]));
}

function fieldsOf(part: 'content' | 'chip'): FieldId[] {
  return fieldsInOrder().filter((id) => fieldOf(id).part === part);
}
