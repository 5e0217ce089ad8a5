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

/** The meaning of `exact`: nothing is quantized or disturbed, on the chip that changes nothing. */
export const EXACT: FieldValue<'precision'> = { name: 'exact', plan: { default: {}, overrides: [] } };

type Fields = { [K in FieldId]?: unknown };

/** The same picture painted without a chip; the other chip fields have no effect then. */
export function withoutChip<T extends Record<ChipFieldId, unknown>>(draft: T, exactChip: ChipProfile): T {
  const asked: { [K in Exclude<ChipFieldId, DefaultedId>]: FieldValue<K> } = { chip: exactChip, precision: EXACT };
  const bare: Partial<Record<FieldId, unknown>> = { ...DEFAULTS, ...asked };
  return { ...draft, ...Object.fromEntries(fieldsOf('chip').map((id) => [id, bare[id]])) };
}

/** Equal for drafts, and for recipes, that differ only in their chip fields. */
export function contentKey(fields: Fields): string {
  return JSON.stringify(fieldsOf('content').map((id) => fields[id]));
}

function fieldsOf(part: 'content' | 'chip'): FieldId[] {
  return fieldsInOrder().filter((id) => fieldOf(id).part === part);
}
