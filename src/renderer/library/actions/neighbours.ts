import { api } from '../../contract/client.ts';
import { useScreens } from '../../state/screens.ts';
import { MOST_LISTED } from '../grid/pages.ts';
import { survivorBeside } from '../grid/selection.ts';
import { useLibrary } from '../library-store.ts';

async function placeOf(id: number): Promise<number | null> {
  const { filter, sort } = useLibrary.getState();
  return api.pictures.place({ filter, sort, id });
}

async function idsFrom(offset: number, limit: number): Promise<number[]> {
  const { filter, sort } = useLibrary.getState();
  const { items } = await api.pictures.list({ filter, sort, offset, limit });
  return items.map(({ id }) => id);
}

/**
 * The picture after (1) or before (-1) another in the list that the library shows; the first if that one is not in the
 * list.
 */
async function neighbourOf(id: number | null, direction: 1 | -1): Promise<{ id: number; index: number } | null> {
  const place = id === null ? null : await placeOf(id);
  const index = place === null ? 0 : place + direction;
  if (index < 0) return null;
  const [neighbour] = await idsFrom(index, 1);
  return neighbour === undefined ? null : { id: neighbour, index };
}

let moving = false;

/** Views the next or previous picture. A held key moves as fast as answers arrive, and stops when it is released. */
export async function viewNeighbour(direction: 1 | -1): Promise<void> {
  if (moving) return;
  moving = true;
  try {
    const spot = await neighbourOf(useScreens.getState().viewedId, direction);
    if (!spot) return;
    useLibrary.setState({ revealed: spot });
    useScreens.getState().view(spot.id);
  } finally {
    moving = false;
  }
}

/** The picture to view when these are removed; null if nothing is left in the list. */
export async function survivorOf(id: number, gone: ReadonlySet<number>): Promise<number | null> {
  const place = await placeOf(id);
  if (place === null) return null;
  const reach = Math.min(gone.size, MOST_LISTED / 2 - 1);
  const around = await idsFrom(Math.max(place - reach, 0), 2 * reach + 1);
  return survivorBeside(around, id, gone);
}

/** Scrolls the library to a picture; shows the whole library if the current list excludes it. */
export async function reveal(id: number): Promise<void> {
  let index = await placeOf(id);
  if (index === null) {
    useLibrary.getState().show({});
    index = await placeOf(id);
  }
  if (index !== null) useLibrary.setState({ revealed: { id, index } });
}
