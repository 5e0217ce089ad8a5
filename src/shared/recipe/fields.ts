import type { z } from 'zod';
import type { Field } from './fields/field.ts';
import { FIELDS } from './fields/list.ts';

type Fields = typeof FIELDS;
export type FieldId = keyof Fields;

/** Type of a field's value in a recipe. */
export type FieldValue<K extends FieldId> = z.output<Fields[K]['schema']>;

/** Fields whose entry matches this, such as `{ part: 'chip' }`. */
export type FieldsWith<T> = { [K in FieldId]: Fields[K] extends T ? K : never }[FieldId];

/** Fields in which a picture and its reference differ. */
export type ChipFieldId = FieldsWith<{ part: 'chip' }>;

/** Fields with a constant default. */
export type DefaultedId = FieldsWith<{ default: object }>;

/** An entry without its specific type, for code that treats all fields alike. */
export function fieldOf(id: FieldId): Field {
  return FIELDS[id];
}

/** All fields, the named ones first. */
export function fieldsInOrder(...first: readonly FieldId[]): FieldId[] {
  const all = Object.keys(FIELDS) as FieldId[];
  return [...first, ...all.filter((id) => !first.includes(id))];
}

export function isField(id: string): id is FieldId {
  return Object.hasOwn(FIELDS, id);
}

/** The constant defaults. */
export const DEFAULTS = Object.fromEntries(
  fieldsInOrder().flatMap((id) => {
    const { default: fallback } = fieldOf(id);
    return typeof fallback === 'object' ? [[id, fallback.value]] : [];
  }),
) as { [K in DefaultedId]: FieldValue<K> };

/** Whether a recipe has a value in this field that recipes of the first version could not express. */
export function isAdded(id: FieldId, value: unknown): boolean {
  return fieldOf(id).added !== undefined && !Object.is(DEFAULTS[id as DefaultedId], value);
}
