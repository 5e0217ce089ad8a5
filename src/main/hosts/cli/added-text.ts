import { fieldOf, fieldsInOrder, isAdded } from '../../../shared/recipe/fields.ts';
import { shortOf } from '../../../shared/recipe/listed.ts';
import type { Recipe } from '../../../shared/recipe/recipe.ts';

/** ', chip seed 7': what a recipe says, of its content or its chip, in fields that lines written by hand do not name. */
export function addedText(recipe: Recipe, part: 'content' | 'chip'): string {
  return fieldsInOrder()
    .filter((id) => fieldOf(id).part === part && isAdded(id, recipe[id]))
    .map((id) => {
      const { unit } = fieldOf(id);
      const name = id.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
      return `, ${name} ${shortOf(id, recipe)}${unit ? ` ${unit}` : ''}`;
    })
    .join('');
}
