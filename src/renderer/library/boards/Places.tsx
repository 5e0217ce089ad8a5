import { ActionIcon, Menu, UnstyledButton } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Ellipsis, FolderOutput, Images, Pencil, Plus, Trash2 } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Board } from '../../../shared/contract/pictures.ts';
import { urls } from '../../../shared/contract/urls.ts';
import { tellError } from '../../components/tell-error.tsx';
import { query } from '../../contract/client.ts';
import { addToBoard } from '../actions/boards.ts';
import { trashPictures } from '../actions/trash.ts';
import { useLibrary } from '../library-store.ts';
import classes from './Places.module.css';

/** The places to show: all pictures, the boards, the trash. Tiles can be dropped on boards and on the trash. */
export function Places() {
  const { t } = useTranslation('library');
  const { filter, show } = useLibrary();
  const { data: boards } = useQuery(query.boards.list.queryOptions());
  const { data: facets } = useQuery(query.pictures.facets.queryOptions());
  const place = filter.trash ? 'trash' : (filter.boardId ?? 'all');
  return (
    <nav className={classes.places} aria-label={t('places')}>
      <div className={classes.always}>
        <Place
          icon={<Images size={13} aria-hidden />}
          name={t('allPictures')}
          count={facets?.total}
          current={place === 'all'}
          onOpen={() => show({ ...filter, boardId: undefined, trash: undefined })}
        />
        <Place
          icon={<Trash2 size={13} aria-hidden />}
          name={t('trash')}
          count={facets?.trashed}
          current={place === 'trash'}
          onOpen={() => show({ trash: true })}
          onDropped={filter.trash ? undefined : (ids) => trashPictures(ids).catch(tellError)}
        />
        <Place
          icon={<Plus size={13} aria-hidden />}
          name={t('newBoard')}
          current={false}
          onOpen={() => useLibrary.setState({ dialog: { kind: 'new-board', ids: [] } })}
          onDropped={(ids) => useLibrary.setState({ dialog: { kind: 'new-board', ids } })}
        />
      </div>
      {boards && boards.length > 0 && (
        <div className={classes.boards}>
          {boards?.map((board) => (
            <BoardPlace key={board.id} board={board} current={place === board.id} />
          ))}
        </div>
      )}
    </nav>
  );
}

function BoardPlace({ board, current }: { board: Board; current: boolean }) {
  const { t } = useTranslation('library');
  const { filter, show } = useLibrary();
  const ask = (kind: 'rename-board' | 'remove-board') => useLibrary.setState({ dialog: { kind, board } });
  return (
    <span className={classes.board}>
      <Place
        icon={board.coverId !== null && <img className={classes.cover} src={urls.thumbnail(board.coverId)} alt="" />}
        name={board.name}
        count={board.count}
        current={current}
        onOpen={() => show({ ...filter, boardId: board.id, trash: undefined })}
        onDropped={(ids) => addToBoard(board, ids).catch(tellError)}
      />
      {current && (
        <Menu shadow="md" position="bottom-start">
          <Menu.Target>
            <ActionIcon size={24} aria-label={t('boardMenu', { board: board.name })}>
              <Ellipsis size={14} aria-hidden />
            </ActionIcon>
          </Menu.Target>
          <Menu.Dropdown>
            <Menu.Item leftSection={<Pencil size={14} aria-hidden />} onClick={() => ask('rename-board')}>
              {t('rename')}
            </Menu.Item>
            <Menu.Item
              leftSection={<FolderOutput size={14} aria-hidden />}
              disabled={board.count === 0}
              onClick={() => useLibrary.setState({ dialog: { kind: 'export', boardId: board.id } })}
            >
              {t('exportBoard')}
            </Menu.Item>
            <Menu.Item leftSection={<Trash2 size={14} aria-hidden />} onClick={() => ask('remove-board')}>
              {t('removeBoard')}
            </Menu.Item>
          </Menu.Dropdown>
        </Menu>
      )}
    </span>
  );
}

interface PlaceProps {
  icon: ReactNode;
  name: string;
  count?: number | undefined;
  current: boolean;
  onOpen(): void;
  /** Accepts dropped tiles. */
  onDropped?: ((ids: readonly number[]) => void) | undefined;
}

function Place({ icon, name, count, current, onOpen, onDropped }: PlaceProps) {
  const [over, setOver] = useState(false);
  const dragged = useLibrary((library) => library.dragged);
  const takes = dragged !== null && onDropped !== undefined;
  return (
    <UnstyledButton
      className={classes.place}
      aria-current={current}
      data-takes={takes}
      data-over={takes && over}
      onClick={onOpen}
      onDragEnter={() => setOver(true)}
      onDragLeave={(event) => {
        if (!event.currentTarget.contains(event.relatedTarget as Node | null)) setOver(false);
      }}
      onDragOver={(event) => {
        if (takes) event.preventDefault();
      }}
      onDrop={(event) => {
        setOver(false);
        if (!takes) return;
        event.preventDefault();
        onDropped(dragged);
      }}
    >
      {icon}
      <span className={classes.name}>{name}</span>
      {count !== undefined && <span className={classes.count}>{count.toLocaleString()}</span>}
    </UnstyledButton>
  );
}
