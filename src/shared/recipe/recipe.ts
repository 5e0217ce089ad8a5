import { z } from 'zod';
import type { FIELDS } from './fields/list.ts';
import { type DefaultedId, type FieldId, fieldOf, fieldsInOrder } from './fields.ts';

type Shape = {
  [K in FieldId]: K extends DefaultedId ? z.ZodDefault<(typeof FIELDS)[K]['schema']> : (typeof FIELDS)[K]['schema'];
};

/** A recipe's fields; a missing one gets its default, if that is a constant. */
export const recipeShape = Object.fromEntries(
  fieldsInOrder().map((id) => {
    const { schema, default: fallback } = fieldOf(id);
    return [id, typeof fallback === 'object' ? z._default(schema, fallback.value) : schema];
  }),
) as Shape;

/**
 * What was painted: everything needed to paint one picture again, bit for bit, on any backend with any number of
 * threads.
 */
export const recipeSchema = z.strictObject(recipeShape);
export type Recipe = z.output<typeof recipeSchema>;
