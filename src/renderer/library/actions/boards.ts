import i18next from 'i18next';
import type { Board } from '../../../shared/contract/pictures.ts';
import { api } from '../../contract/client.ts';
import { tellUndoable } from '../../parts/tell.tsx';

export async function addToBoard(board: Pick<Board, 'id' | 'name'>, ids: readonly number[]): Promise<void> {
  const pictures = { id: board.id, ids: [...ids] };
  await api.boards.add(pictures);
  tellUndoable(i18next.t('library:addedToBoard', { count: ids.length, board: board.name }), () =>
    api.boards.takeOut(pictures),
  );
}

export async function takeOutOfBoard(board: Pick<Board, 'id' | 'name'>, ids: readonly number[]): Promise<void> {
  const pictures = { id: board.id, ids: [...ids] };
  await api.boards.takeOut(pictures);
  tellUndoable(i18next.t('library:takenOutOfBoard', { count: ids.length, board: board.name }), () =>
    api.boards.add(pictures),
  );
}
