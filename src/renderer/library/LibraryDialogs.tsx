import { useTranslation } from 'react-i18next';
import { tell } from '../components/tell.tsx';
import { api } from '../contract/client.ts';
import { addToBoard } from './actions/boards.ts';
import { emptyTrash, purgePictures } from './actions/trash.ts';
import { BoardNameDialog } from './boards/BoardNameDialog.tsx';
import { ConfirmDialog } from './ConfirmDialog.tsx';
import { ExportDialog } from './export/ExportDialog.tsx';
import { useLibrary } from './library-store.ts';
import { MaintenanceDialog } from './maintenance/MaintenanceDialog.tsx';
import { PurgeDoubtfulQuestion, RebuildQuestion, RestoreQuestion } from './maintenance/MaintenanceQuestions.tsx';

/** All dialogs of the library. */
export function LibraryDialogs() {
  const { t } = useTranslation('library');
  const dialog = useLibrary((library) => library.dialog);
  const close = () => useLibrary.setState({ dialog: null });
  const toMaintenance = () => useLibrary.setState({ dialog: { kind: 'maintenance' } });
  switch (dialog?.kind) {
    case undefined:
      return null;
    case 'export':
      return <ExportDialog boardId={dialog.boardId} onClose={close} />;
    case 'purge':
      return (
        <ConfirmDialog
          title={t('purgeTitle', { count: dialog.ids.length })}
          text={t('purgeText')}
          action={t('purge')}
          onConfirm={() => purgePictures(dialog.ids)}
          onClose={close}
        />
      );
    case 'empty-trash':
      return (
        <ConfirmDialog
          title={t('emptyTrashTitle')}
          text={t('purgeText')}
          action={t('emptyTrash')}
          onConfirm={emptyTrash}
          onClose={close}
        />
      );
    case 'maintenance':
      return <MaintenanceDialog onClose={close} />;
    case 'restore-backup':
      return <RestoreQuestion backup={dialog.backup} onClose={toMaintenance} />;
    case 'rebuild':
      return <RebuildQuestion onClose={toMaintenance} />;
    case 'purge-doubtful':
      return <PurgeDoubtfulQuestion count={dialog.count} onClose={close} />;
    case 'new-board':
      return (
        <BoardNameDialog
          title={t('newBoard')}
          action={t('create')}
          initialName=""
          onName={async (name) => {
            const { id } = await api.boards.create({ name });
            if (dialog.ids.length > 0) await addToBoard({ id, name }, dialog.ids);
            else tell(t('boardCreated', { board: name }));
          }}
          onClose={close}
        />
      );
    case 'rename-board':
      return (
        <BoardNameDialog
          title={t('renameBoard')}
          action={t('rename')}
          initialName={dialog.board.name}
          onName={(name) => api.boards.rename({ id: dialog.board.id, name })}
          onClose={close}
        />
      );
    case 'remove-board':
      return (
        <ConfirmDialog
          title={t('removeBoardTitle', { board: dialog.board.name })}
          text={t('removeBoardText', { count: dialog.board.count })}
          action={t('removeBoard')}
          onConfirm={async () => {
            await api.boards.remove({ id: dialog.board.id });
            const { filter, show } = useLibrary.getState();
            if (filter.boardId === dialog.board.id) show({ ...filter, boardId: undefined });
          }}
          onClose={close}
        />
      );
  }
}
