import { words } from '../language/words.ts';

export const queueWords = words({}, {});
