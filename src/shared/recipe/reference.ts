import type { ChipProfile } from '../chip/chip-profile.ts';
import { type ChipFieldId, type FieldId, type FieldsWith, type FieldValue, fieldOf, fieldsInOrder } from './fields.ts';

/** What `exact` means: nothing is changed, on the chip that changes nothing. */
export const EXACT: FieldValue<'precision'> = { name: 'exact', plan: { default: {}, overrides: [] } };

type Fields = { [K in FieldId]?: unknown };

/** The same picture painted without a chip, where whatever else is said of chips means nothing. */
export function withoutChip<T extends Record<ChipFieldId, unknown>>(draft: T, exactChip: ChipProfile): T {
  const own: { [K in Exclude<ChipFieldId, FieldsWith<{ default: object }>>]: FieldValue<K> } = {
    chip: exactChip,
    precision: EXACT,
  };
  const bare = fieldsOf('chip').map((id) => {
    const { default: fallback } = fieldOf(id);
    return [id, typeof fallback === 'object' ? fallback.value : own[id as keyof typeof own]];
  });
  return { ...draft, ...Object.fromEntries(bare) };
}

/** Equal for drafts, and for recipes, that differ in nothing but what paints them. */
export function contentKey(fields: Fields): string {
  return JSON.stringify(fieldsOf('content').map((id) => fields[id]));
}

function fieldsOf(part: 'content' | 'chip'): FieldId[] {
  return fieldsInOrder().filter((id) => fieldOf(id).part === part);
}
