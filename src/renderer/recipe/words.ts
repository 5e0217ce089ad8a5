import { words } from '../language/words.ts';

export const recipeWords = words({}, {});
