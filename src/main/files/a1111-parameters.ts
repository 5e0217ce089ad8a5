import { type FieldId, fieldOf, fieldsInOrder, isAdded } from '../../shared/recipe/fields.ts';
import { shortOf } from '../../shared/recipe/listed.ts';
import type { Recipe } from '../../shared/recipe/recipe.ts';

/** Order as in the web UI; fields that it does not know come last. */
const FIRST: readonly FieldId[] = ['steps', 'sampler', 'guidance', 'seed', 'width', 'model'];

/**
 * The recipe as the text that AUTOMATIC1111's web UI puts under 'parameters' and many tools show: prompt, negative
 * prompt, then one line of settings. It does not suffice to paint the picture again; the 'ohmbrush' chunk does.
 */
export function a1111Parameters(recipe: Recipe): string {
  return [
    recipe.prompt,
    ...(recipe.negativePrompt === '' ? [] : [`Negative prompt: ${recipe.negativePrompt}`]),
    fieldsInOrder(...FIRST)
      .flatMap((id) => settingsOf(id, recipe))
      .map(([name, value]) => `${name}: ${quoted(value)}`)
      .join(', '),
  ].join('\n');
}

function settingsOf(id: FieldId, recipe: Recipe): [name: string, value: string][] {
  if (id === 'width') return [['Size', `${recipe.width}x${recipe.height}`]];
  const { a1111, added } = fieldOf(id);
  // Recipes without values for the newer fields keep their earlier text, byte for byte.
  if (!a1111 || (added && !isAdded(id, recipe[id]))) return [];
  const value = String(shortOf(id, recipe));
  const setting: [string, string] = [a1111.name, a1111.values?.[value] ?? value];
  // The web UI shows the first ten digits as well.
  return id === 'model' ? [['Model hash', recipe.model.hash.slice(0, 10)], setting] : [setting];
}

/** The web UI's own rule: a value that would break the line is a JSON string. */
function quoted(value: string): string {
  return /[,:\n]/.test(value) ? JSON.stringify(value) : value;
}
