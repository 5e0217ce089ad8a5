import { words } from '../../language/words.ts';

export const compareWords = words({}, {});
