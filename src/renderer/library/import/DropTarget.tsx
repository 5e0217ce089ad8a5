import { Overlay, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { ImageDown } from 'lucide-react';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { tellError } from '../../components/tell-error.tsx';
import { query } from '../../contract/client.ts';
import { useLibrary } from '../library-store.ts';
import classes from './DropTarget.module.css';
import { importPictures } from './import-pictures.tsx';

/** Files may be dropped anywhere on the window. */
export function DropTarget() {
  const { t } = useTranslation('library');
  const [over, setOver] = useState(false);
  const boardId = useLibrary(({ filter }) => filter.boardId);
  const { data: boards } = useQuery(query.boards.list.queryOptions());
  const board = boards?.find(({ id }) => id === boardId);

  useEffect(() => {
    const stop = new AbortController();
    const listen = (type: 'dragenter' | 'dragover' | 'dragleave' | 'drop', act: (event: DragEvent) => void) =>
      window.addEventListener(
        type,
        (event) => {
          if (event.dataTransfer?.types.includes('Files')) act(event);
        },
        { signal: stop.signal },
      );
    listen('dragenter', () => setOver(true));
    // Otherwise the browser would navigate to the file.
    listen('dragover', (event) => event.preventDefault());
    listen('dragleave', (event) => {
      // Without a related target the pointer left the window.
      if (event.relatedTarget === null) setOver(false);
    });
    listen('drop', (event) => {
      event.preventDefault();
      setOver(false);
      importPictures([...(event.dataTransfer?.files ?? [])]).catch(tellError);
    });
    return () => stop.abort();
  }, []);

  if (!over) return null;
  return (
    <Overlay fixed zIndex={500} backgroundOpacity={0.75} className={classes.hint}>
      <ImageDown size={40} aria-hidden />
      <Title order={2} size="lg">
        {board ? t('dropOnBoard', { board: board.name }) : t('drop')}
      </Title>
      <Text c="dark.2">{t('dropText')}</Text>
    </Overlay>
  );
}
