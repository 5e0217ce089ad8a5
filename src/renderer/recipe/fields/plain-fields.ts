import { type FieldsWith, fieldOf, fieldsInOrder } from '../../../shared/recipe/fields.ts';

/** Fields with an input of their own. */
const SPECIAL: readonly string[] = ['seed', 'width', 'height', 'chip', 'chipSeed', 'age', 'precision'];

/** Fields whose help is a single text. */
export type HelpedId = Exclude<FieldsWith<{ sweep: object }>, 'width' | 'height' | 'chip' | 'precision'>;

/** Fields of one part of the recipe that need only their value, in order. */
export function plainFields(part: 'content' | 'chip'): HelpedId[] {
  return fieldsInOrder().filter((id): id is HelpedId => {
    const entry = fieldOf(id);
    return entry.part === part && entry.sweep !== null && !SPECIAL.includes(id);
  });
}
