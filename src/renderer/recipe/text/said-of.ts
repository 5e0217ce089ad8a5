import type { PictureDetails } from '../../../shared/contract/pictures.ts';
import { type FieldId, fieldOf } from '../../../shared/recipe/fields.ts';
import { saidIn } from '../../../shared/recipe/listed.ts';

/**
 * What a picture says in a field, as rows show it: a chip by its name, and of the exact picture nothing about chips but
 * its precision. null where it says nothing.
 */
export function saidOf(id: FieldId, picture: PictureDetails): string | number | null {
  if (picture.exact && id !== 'precision' && fieldOf(id).part === 'chip') return null;
  return id === 'chip' ? picture.chipName : saidIn(id, picture);
}
