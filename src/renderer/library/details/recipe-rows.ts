import type { PictureDetails } from '../../../shared/contract/pictures.ts';
import { type FieldId, fieldsInOrder } from '../../../shared/recipe/fields.ts';
import { saidOf } from '../../recipe/text/said-of.ts';

const FIRST = ['width', 'model', 'seed', 'steps', 'guidance', 'sampler', 'precision'] as const satisfies FieldId[];

/** Fields that stand elsewhere: the prompts above, the height beside the width. */
type Elsewhere = 'prompt' | 'negativePrompt' | 'height';
const ELSEWHERE: readonly string[] = ['prompt', 'negativePrompt', 'height'] satisfies Elsewhere[];

export interface RecipeRow {
  readonly id: Exclude<FieldId, Elsewhere>;
  /** null: not known, or it means nothing for this picture. */
  readonly value: string | number | null;
}

/** What the details of a picture tell of its recipe, in order. */
export function recipeRows(picture: PictureDetails): RecipeRow[] {
  const ids = fieldsInOrder(...FIRST).filter((id): id is RecipeRow['id'] => !ELSEWHERE.includes(id));
  return ids.map((id) => ({ id, value: saidOf(id, picture) }));
}
