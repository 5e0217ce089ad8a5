import type { ModelSummary, PaintRequest } from '../../shared/engine/engine-protocol.ts';
import { OhmbrushError } from '../../shared/errors.ts';
import type { Recipe } from '../../shared/recipe/recipe.ts';
import { checkSize } from './check-size.ts';

/**
 * The whole recipe of a request: what the user left out comes from the model.
 *
 * @throws OhmbrushError 'bad-size' for a size that the model cannot do, 'bad-model' when the weights are not the expected ones
 */
export function completeRecipe(request: PaintRequest, model: ModelSummary, modelHash: string): Recipe {
  if (request.expectedModelHash !== undefined && request.expectedModelHash !== modelHash) {
    throw new OhmbrushError('weights-differ', { model: request.modelId });
  }
  const width = request.width ?? model.width;
  const height = request.height ?? model.height;
  checkSize(request.modelId, { width, height }, model);
  return {
    model: { id: request.modelId, hash: modelHash },
    prompt: request.prompt,
    negativePrompt: request.negativePrompt,
    seed: request.seed,
    width,
    height,
    steps: request.steps ?? model.steps,
    guidance: request.guidance ?? model.guidance,
    sampler: request.sampler ?? model.sampler,
    chip: request.chip,
    chipSeed: request.chipSeed,
    age: request.age,
    precision: request.precision,
  };
}
