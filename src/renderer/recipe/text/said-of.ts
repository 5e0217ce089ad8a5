import type { PictureDetails } from '../../../shared/contract/pictures.ts';
import { type FieldId, fieldOf } from '../../../shared/recipe/fields.ts';
import { saidIn } from '../../../shared/recipe/listed.ts';
import { shippedText } from '../../language/shipped.ts';

/**
 * A picture's value of a field for display: a chip by its name; for an exact picture, of the chip fields only the
 * precision. null where it has none.
 */
export function saidOf(id: FieldId, picture: PictureDetails): string | number | null {
  if (picture.exact && id !== 'precision' && fieldOf(id).part === 'chip') return null;
  if (id !== 'chip') return saidIn(id, picture);
  return picture.chipName === null ? null : shippedText(picture.chipName);
}
