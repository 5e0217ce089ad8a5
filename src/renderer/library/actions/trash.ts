import i18next from 'i18next';
import { tell, tellUndoable } from '../../components/tell.tsx';
import { api } from '../../contract/client.ts';
import { useScreens } from '../../state/screens.ts';
import { useLibrary } from '../library-store.ts';
import { reveal, survivorOf } from './neighbours.ts';

/** Moves pictures to the trash, views a neighbour instead, and offers to undo it. */
export async function trashPictures(ids: readonly number[]): Promise<void> {
  const lookAt = await afterLosing(ids);
  await api.pictures.trash({ ids: [...ids] });
  await lookAt();
  tellUndoable(i18next.t('library:trashed', { count: ids.length }), () => api.pictures.restore({ ids: [...ids] }));
}

export async function restorePictures(ids: readonly number[]): Promise<void> {
  await api.pictures.restore({ ids: [...ids] });
  useLibrary.getState().select([]);
  tell(i18next.t('library:restored', { count: ids.length }));
}

/** For good. */
export async function purgePictures(ids: readonly number[]): Promise<void> {
  const lookAt = await afterLosing(ids);
  await api.pictures.purge({ ids: [...ids] });
  await lookAt();
  tell(i18next.t('library:purged', { count: ids.length }));
}

export async function emptyTrash(): Promise<void> {
  const { viewedId } = useScreens.getState();
  const viewsTrash = viewedId !== null && (await api.pictures.get({ id: viewedId })).trashedAt !== null;
  await api.pictures.emptyTrash();
  useLibrary.setState({ selectedIds: new Set(), active: null, anchor: null });
  if (viewsTrash) useScreens.setState({ viewedId: null });
  tell(i18next.t('library:trashEmptied'));
}

/** Determines what to view when these are removed; returns a function to be called after the removal. */
async function afterLosing(ids: readonly number[]): Promise<() => Promise<void>> {
  const gone = new Set(ids);
  const { viewedId } = useScreens.getState();
  const { active, keyboardInside } = useLibrary.getState();
  const subject = keyboardInside && active ? active.id : viewedId;
  const next = subject !== null && gone.has(subject) ? await survivorOf(subject, gone) : null;
  return async () => {
    const { selectedIds } = useLibrary.getState();
    useLibrary.getState().select([...selectedIds].filter((id) => !gone.has(id)));
    useScreens.setState(({ pinnedIds }) => ({ pinnedIds: pinnedIds.filter((id) => !gone.has(id)) }));
    if (viewedId !== null && gone.has(viewedId)) useScreens.setState({ viewedId: next });
    if (next !== null) await reveal(next);
  };
}
