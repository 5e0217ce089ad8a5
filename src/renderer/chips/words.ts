import { words } from '../language/words.ts';

export const chipsWords = words({}, {});
