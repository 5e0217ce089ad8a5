import { createHash } from 'node:crypto';
import { type FieldId, fieldOf, fieldsInOrder, isAdded } from '../../shared/recipe/fields.ts';
import type { Recipe } from '../../shared/recipe/recipe.ts';

/**
 * Equal for pictures that differ only in their chip: same weights, prompts, seed, size, steps, guidance and sampler.
 * Differences between them are therefore caused by the chip. 16 bytes of SHA-256; in the database the column `scene`.
 *
 * Keys are stored in the database. So fields added later take part by name, and only where they differ from their
 * default.
 */
export function comparisonKey(recipe: Recipe): Buffer {
  const content = fieldsInOrder().filter((id) => fieldOf(id).part === 'content');
  const first = content
    .filter((id) => !fieldOf(id).added)
    .map((id) => (id === 'model' ? recipe.model.hash : recipe[id]));
  const added = content.filter((id) => isAdded(id, recipe[id])).map((id): [FieldId, unknown] => [id, recipe[id]]);
  return createHash('sha256')
    .update(JSON.stringify([...first, ...added]))
    .digest()
    .subarray(0, 16);
}
