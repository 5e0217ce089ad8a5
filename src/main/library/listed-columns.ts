import { LISTED, type ListedKey } from '../../shared/recipe/listed.ts';

/** Columns of `pictures` that come from the recipe. Negative prompts are stored with the details. */
export const LISTED_KEYS = (Object.keys(LISTED) as ListedKey[]).filter((key) => key !== 'negativePrompt');
export type ListedColumn = (typeof LISTED_KEYS)[number];

/** 'modelId' -> 'model_id' */
export function columnOf(key: string): string {
  return key.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}
