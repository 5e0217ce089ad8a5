import { words } from '../language/words.ts';

export const libraryWords = words({}, {});
