import { words } from '../../language/words.ts';

export const gridWords = words({}, {});
