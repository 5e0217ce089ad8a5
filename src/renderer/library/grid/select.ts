import i18next from 'i18next';
import { tell } from '../../components/tell.tsx';
import { api } from '../../contract/client.ts';
import { useLibrary } from '../library-store.ts';
import { MOST_LISTED, type PictureList } from './pages.ts';
import { MOST_SELECTED, rangeBetween } from './selection.ts';

/** Selects what lies between two places of a list, both included. */
export async function selectRange(list: PictureList, from: number, to: number): Promise<void> {
  const { first, count } = rangeBetween(from, to);
  await selectPlaces(list, first, count);
}

/** Selects the whole list, or as much of it as one action allows, with a notice. */
export async function selectAll(list: PictureList, total: number): Promise<void> {
  await selectPlaces(list, 0, Math.min(total, MOST_SELECTED));
  if (total > MOST_SELECTED) tell(i18next.t('library:selectedMost', { count: MOST_SELECTED }));
}

let newest = 0;

async function selectPlaces(list: PictureList, first: number, count: number): Promise<void> {
  const turn = ++newest;
  const ids: number[] = [];
  for (let offset = 0; offset < count; offset += MOST_LISTED) {
    const limit = Math.min(MOST_LISTED, count - offset);
    const { items } = await api.pictures.list({ ...list, offset: first + offset, limit });
    // Applies only if the range was not changed meanwhile.
    if (turn !== newest) return;
    ids.push(...items.map(({ id }) => id));
  }
  useLibrary.getState().select(ids);
}
