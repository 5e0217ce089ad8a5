import { Menu } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Plus } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { tellError } from '../../components/tell-error.tsx';
import { query } from '../../contract/client.ts';
import { addToBoard } from '../actions/boards.ts';
import { useLibrary } from '../library-store.ts';
import classes from './BoardMenuItems.module.css';

/** Menu items: every board to put the pictures on, and a new one. */
export function BoardMenuItems({ ids }: { ids: readonly number[] }) {
  const { t } = useTranslation('library');
  const { data: boards } = useQuery(query.boards.list.queryOptions());
  return (
    <>
      <Menu.Label>{t('addToBoard')}</Menu.Label>
      <div className={classes.boards}>
        {boards?.map((board) => (
          <Menu.Item key={board.id} onClick={() => addToBoard(board, ids).catch(tellError)}>
            {board.name}
          </Menu.Item>
        ))}
      </div>
      <Menu.Item
        leftSection={<Plus size={14} aria-hidden />}
        onClick={() => useLibrary.setState({ dialog: { kind: 'new-board', ids } })}
      >
        {t('newBoard')}
      </Menu.Item>
    </>
  );
}
