import type { ModelSummary } from '../../shared/engine/engine-protocol.ts';
import { OhmbrushError } from '../../shared/errors.ts';
import { completed, type Draft } from '../../shared/recipe/draft.ts';
import type { Recipe } from '../../shared/recipe/recipe.ts';
import { checkSize } from './check-size.ts';

/**
 * The whole recipe of a draft: what it leaves out comes from the model.
 *
 * @throws OhmbrushError 'bad-size' for a size that the model cannot do, 'bad-model' when the weights are not the
 *   expected ones
 */
export function completeRecipe(draft: Draft, model: ModelSummary, modelHash: string): Recipe {
  const { id, hash } = draft.model;
  if (hash !== undefined && hash !== modelHash) {
    throw new OhmbrushError('weights-differ', { model: id });
  }
  const recipe = completed(draft, model, modelHash);
  checkSize(id, recipe, model);
  return recipe;
}
