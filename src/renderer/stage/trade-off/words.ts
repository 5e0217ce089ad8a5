import { words } from '../../language/words.ts';

export const tradeOffWords = words({}, {});
