import { fieldOf, fieldsInOrder, isAdded } from '../../../shared/recipe/fields.ts';
import { shortOf } from '../../../shared/recipe/listed.ts';
import type { Recipe } from '../../../shared/recipe/recipe.ts';

/** ', chip seed 7': text for the recipe fields that the hand-written lines do not mention. */
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
