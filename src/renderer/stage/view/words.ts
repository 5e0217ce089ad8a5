import { words } from '../../language/words.ts';

export const viewWords = words({}, {});
