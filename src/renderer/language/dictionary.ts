import { appWords } from '../app/words.ts';
import { chipsWords } from '../chips/words.ts';
import { careWords } from '../library/care/words.ts';
import { libraryWords } from '../library/words.ts';
import { partsWords } from '../parts/words.ts';
import { queueWords } from '../queue/words.ts';
import { recipeWords } from '../recipe/words.ts';
import { compareWords } from '../stage/compare/words.ts';
import { gridWords } from '../stage/grid/words.ts';
import { tradeOffWords } from '../stage/trade-off/words.ts';
import { viewWords } from '../stage/view/words.ts';
import { zoomWords } from '../stage/zoom/words.ts';

/** Every feature's texts under its namespace: `useTranslation('recipe')`. */
export const DICTIONARY = {
  app: appWords,
  parts: partsWords,
  recipe: recipeWords,
  queue: queueWords,
  library: libraryWords,
  care: careWords,
  view: viewWords,
  zoom: zoomWords,
  compare: compareWords,
  grid: gridWords,
  tradeOff: tradeOffWords,
  chips: chipsWords,
};
