import type { FIELDS } from './fields/list.ts';
import { type FieldId, type FieldValue, fieldOf, fieldsInOrder } from './fields.ts';
import type { Recipe } from './recipe.ts';

type Fields = typeof FIELDS;

/** The name or number that stands for a field's value: a model's id, a plan's name, else the value itself. */
export type Short<K extends FieldId> = FieldValue<K> extends number ? number : string;

/** What stands for the value of a field in one cell or line. */
export function shortOf<K extends FieldId>(id: K, recipe: Pick<Recipe, K>): Short<K> {
  const entry = fieldOf(id);
  const value = recipe[id];
  return (entry.short ? entry.short(value) : value) as Short<K>;
}

/** Fields that lists of pictures show, by their keys there. */
type ListedIds = { [K in FieldId as Fields[K] extends { listedAs: infer L extends string } ? L : never]: K };
export type ListedKey = keyof ListedIds;

/** Field by field, what a recipe or another program's text says; null where it says nothing. */
export type Said = { [K in FieldId]: Short<K> | null };

/** The fields that lists show, by their keys there. */
export const LISTED = Object.fromEntries(
  fieldsInOrder().flatMap((id) => {
    const { listedAs } = fieldOf(id);
    return listedAs === undefined ? [] : [[listedAs, id]];
  }),
) as ListedIds;

/** What a recipe says, in short. */
export function saidBy(recipe: Recipe): { [K in FieldId]: Short<K> } {
  return Object.fromEntries(fieldsInOrder().map((id) => [id, shortOf(id, recipe)])) as never;
}

/** The part of it that lists show. */
export function listedOf<S extends Said>(said: S): { [L in ListedKey]: S[ListedIds[L]] } {
  return Object.fromEntries(Object.entries(LISTED).map(([key, id]) => [key, said[id]])) as never;
}

/** What a picture of the library says in a field: its recipe, else what a list shows of it; null where neither does. */
export function saidIn<K extends FieldId>(
  id: K,
  picture: { readonly recipe: Recipe | null } & { readonly [L in ListedKey]: string | number | null },
): Short<K> | null {
  if (picture.recipe) return shortOf(id, picture.recipe);
  const key = fieldOf(id).listedAs as ListedKey | undefined;
  return (key === undefined ? null : picture[key]) as Short<K> | null;
}
