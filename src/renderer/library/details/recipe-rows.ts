import type { PictureDetails } from '../../../shared/contract/pictures.ts';
import { type FieldId, fieldsInOrder } from '../../../shared/recipe/fields.ts';
import { saidOf } from '../../recipe/text/said-of.ts';

const FIRST = ['width', 'model', 'seed', 'steps', 'guidance', 'sampler', 'precision'] as const satisfies FieldId[];

/** Fields shown elsewhere: the prompts above, the height beside the width. */
type Elsewhere = 'prompt' | 'negativePrompt' | 'height';
const ELSEWHERE: readonly string[] = ['prompt', 'negativePrompt', 'height'] satisfies Elsewhere[];

export interface RecipeRow {
  readonly id: Exclude<FieldId, Elsewhere>;
  /** null: unknown, or without effect on this picture. */
  readonly value: string | number | null;
}

/** The recipe rows of a picture's details, in order. */
export function recipeRows(picture: PictureDetails): RecipeRow[] {
  const ids = fieldsInOrder(...FIRST).filter((id): id is RecipeRow['id'] => !ELSEWHERE.includes(id));
  return ids.map((id) => ({ id, value: saidOf(id, picture) }));
}
