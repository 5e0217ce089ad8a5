import type { FIELDS } from './fields/list.ts';
import { type FieldId, type FieldValue, fieldOf, fieldsInOrder } from './fields.ts';
import type { Recipe } from './recipe.ts';

type Fields = typeof FIELDS;

/** Short form of a field's value: a model's id, a plan's name, otherwise the value itself. */
export type Short<K extends FieldId> = FieldValue<K> extends number ? number : string;

/** The short form of a field's value in a recipe. */
export function shortOf<K extends FieldId>(id: K, recipe: Pick<Recipe, K>): Short<K> {
  const entry = fieldOf(id);
  const value = recipe[id];
  return (entry.short ? entry.short(value) : value) as Short<K>;
}

/** Fields that lists of pictures show, by their keys in the list. */
type ListedIds = { [K in FieldId as Fields[K] extends { listedAs: infer L extends string } ? L : never]: K };
export type ListedKey = keyof ListedIds;

/** Field by field, the value in a recipe or in another program's text; null where it has none. */
export type Said = { [K in FieldId]: Short<K> | null };

/** The fields that lists show, by their keys there. */
export const LISTED = Object.fromEntries(
  fieldsInOrder().flatMap((id) => {
    const { listedAs } = fieldOf(id);
    return listedAs === undefined ? [] : [[listedAs, id]];
  }),
) as ListedIds;

/** The short forms of all of a recipe's fields. */
export function saidBy(recipe: Recipe): { [K in FieldId]: Short<K> } {
  return Object.fromEntries(fieldsInOrder().map((id) => [id, shortOf(id, recipe)])) as never;
}

/** The fields of it that lists show. */
export function listedOf<S extends Said>(said: S): { [L in ListedKey]: S[ListedIds[L]] } {
  return Object.fromEntries(Object.entries(LISTED).map(([key, id]) => [key, said[id]])) as never;
}

/** A picture's value of a field: from its recipe, otherwise from its summary; null where neither has it. */
export function saidIn<K extends FieldId>(
  id: K,
  picture: { readonly recipe: Recipe | null } & { readonly [L in ListedKey]: string | number | null },
): Short<K> | null {
  if (picture.recipe) return shortOf(id, picture.recipe);
  const key = fieldOf(id).listedAs as ListedKey | undefined;
  return (key === undefined ? null : picture[key]) as Short<K> | null;
}
