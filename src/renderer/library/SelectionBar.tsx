import { ActionIcon, Menu, Text, Tooltip } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Columns2, Download, FolderPlus, type LucideIcon, Star, Trash2, Undo2, X } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { runCommand } from '../commands/registry.ts';
import { tellError } from '../components/tell-error.tsx';
import { query } from '../contract/client.ts';
import { MOST_PINNED, useScreens } from '../state/screens.ts';
import { takeOutOfBoard } from './actions/boards.ts';
import { restorePictures } from './actions/trash.ts';
import { BoardMenuItems } from './boards/BoardMenuItems.tsx';
import { useLibrary } from './library-store.ts';
import classes from './SelectionBar.module.css';

/** Actions on the selected pictures; hidden while none is selected. */
export function SelectionBar() {
  const { t } = useTranslation('library');
  const { selectedIds, filter, select } = useLibrary();
  const { data: boards } = useQuery(query.boards.list.queryOptions());
  if (selectedIds.size === 0) return null;
  const ids = [...selectedIds];
  const board = boards?.find(({ id }) => id === filter.boardId);
  return (
    <section className={classes.bar} aria-label={t('selection')}>
      <Text size="sm" flex={1} truncate role="status">
        {t('selectedCount', { count: ids.length })}
      </Text>
      {filter.trash ? (
        <>
          <Action icon={Undo2} name={t('restore')} onClick={() => restorePictures(ids).catch(tellError)} />
          <Action
            icon={Trash2}
            name={t('purge')}
            onClick={() => useLibrary.setState({ dialog: { kind: 'purge', ids } })}
          />
        </>
      ) : (
        <>
          {ids.length > 1 && ids.length <= MOST_PINNED && (
            <Action icon={Columns2} name={t('compareSelected')} onClick={() => useScreens.getState().compare(ids)} />
          )}
          <Action icon={Star} name={t('star')} onClick={() => runCommand('star-picture')} />
          <Menu shadow="md" position="top-end">
            <Menu.Target>
              <ActionIcon aria-label={t('addToBoard')}>
                <FolderPlus size={15} aria-hidden />
              </ActionIcon>
            </Menu.Target>
            <Menu.Dropdown>
              <BoardMenuItems ids={ids} />
              {board && (
                <>
                  <Menu.Divider />
                  <Menu.Item onClick={() => takeOutOfBoard(board, ids).catch(tellError)}>
                    {t('takeOut', { board: board.name })}
                  </Menu.Item>
                </>
              )}
            </Menu.Dropdown>
          </Menu>
          <Action
            icon={Download}
            name={t('export')}
            onClick={() => useLibrary.setState({ dialog: { kind: 'export' } })}
          />
          <Action icon={Trash2} name={t('toTrash')} onClick={() => runCommand('trash-picture')} />
        </>
      )}
      <Action icon={X} name={t('selectNone')} onClick={() => select([])} />
    </section>
  );
}

function Action({ icon: Icon, name, onClick }: { icon: LucideIcon; name: string; onClick(): void }) {
  return (
    <Tooltip label={name}>
      <ActionIcon aria-label={name} onClick={onClick}>
        <Icon size={15} aria-hidden />
      </ActionIcon>
    </Tooltip>
  );
}
