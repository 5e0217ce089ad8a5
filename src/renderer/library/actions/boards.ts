import i18next from 'i18next';
import type { Board } from '../../../shared/contract/pictures.ts';
import { tell, tellUndoable } from '../../components/tell.tsx';
import { api } from '../../contract/client.ts';
import { MOST_LISTED } from '../grid/pages.ts';

/** Puts pictures on a board and offers to undo it, only for those that were not on it before. */
export async function addToBoard(board: Pick<Board, 'id' | 'name'>, ids: readonly number[]): Promise<void> {
  const there = await idsOf(board.id);
  const added = ids.filter((id) => !there.has(id));
  if (added.length === 0) {
    tell(i18next.t('library:alreadyOnBoard', { count: ids.length, board: board.name }));
    return;
  }
  await api.boards.add({ id: board.id, ids: added });
  tellUndoable(i18next.t('library:addedToBoard', { count: added.length, board: board.name }), () =>
    api.boards.takeOut({ id: board.id, ids: added }),
  );
}

async function idsOf(boardId: number): Promise<Set<number>> {
  const ids = new Set<number>();
  for (;;) {
    const { total, items } = await api.pictures.list({
      filter: { boardId },
      sort: 'oldest',
      offset: ids.size,
      limit: MOST_LISTED,
    });
    for (const { id } of items) ids.add(id);
    if (items.length === 0 || ids.size >= total) return ids;
  }
}

export async function takeOutOfBoard(board: Pick<Board, 'id' | 'name'>, ids: readonly number[]): Promise<void> {
  const pictures = { id: board.id, ids: [...ids] };
  await api.boards.takeOut(pictures);
  tellUndoable(i18next.t('library:takenOutOfBoard', { count: ids.length, board: board.name }), () =>
    api.boards.add(pictures),
  );
}
