import { appWords } from '../app/words.ts';
import { partsWords } from '../components/words.ts';
import { zoomWords } from '../components/zoom/words.ts';
import { maintenanceWords } from '../library/maintenance/words.ts';
import { libraryWords } from '../library/words.ts';
import { queueWords } from '../queue/words.ts';
import { recipeWords } from '../recipe/words.ts';
import { chipsWords } from '../screens/chips/words.ts';
import { compareWords } from '../screens/compare/words.ts';
import { gridWords } from '../screens/grid/words.ts';
import { tradeOffWords } from '../screens/trade-off/words.ts';
import { viewWords } from '../screens/view/words.ts';

/** Every feature's texts under its namespace: `useTranslation('recipe')`. */
export const DICTIONARY = {
  app: appWords,
  parts: partsWords,
  recipe: recipeWords,
  queue: queueWords,
  library: libraryWords,
  maintenance: maintenanceWords,
  view: viewWords,
  zoom: zoomWords,
  compare: compareWords,
  grid: gridWords,
  tradeOff: tradeOffWords,
  chips: chipsWords,
};
