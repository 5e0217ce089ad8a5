import { Button } from '@mantine/core';
import { ArrowUp } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { runCommand } from '../../commands/registry.ts';
import { Empty } from '../../components/Empty.tsx';
import { explain } from '../../components/tell-error.tsx';
import { activeParts, placeOnly } from '../filter/filter-parts.ts';
import { useLibrary } from '../library-store.ts';
import classes from './GalleryArea.module.css';
import { PictureGrid } from './PictureGrid.tsx';
import type { useShownList } from './use-picture-list.ts';
import type { useStillList } from './use-still-list.ts';

interface Props {
  gallery: ReturnType<typeof useShownList>;
  still: ReturnType<typeof useStillList>;
  /** Smallest side of a tile, pixels. */
  tileSize: number;
}

/** The grid, or the reason why it is empty. */
export function GalleryArea({ gallery, still, tileSize }: Props) {
  const { t } = useTranslation('library');
  const { total } = gallery;
  const newer = still.all === null || total === null ? 0 : still.all - total;

  if (gallery.error) {
    const { what, todo } = explain(gallery.error);
    return (
      <Area>
        <Empty
          title={what}
          action={
            <Button variant="default" onClick={() => void gallery.retry()}>
              {t('tryAgain')}
            </Button>
          }
        >
          {todo}
        </Empty>
      </Area>
    );
  }
  if (total === null) return <Area>{null}</Area>;
  if (total === 0) {
    return (
      <Area>
        <NothingHere />
      </Area>
    );
  }
  return (
    <Area>
      {newer > 0 && (
        <Button
          className={classes.newer}
          size="compact-sm"
          leftSection={<ArrowUp size={13} aria-hidden />}
          onClick={() => useLibrary.setState({ revealed: { id: null, index: 0 } })}
        >
          {t('newer', { count: newer })}
        </Button>
      )}
      <PictureGrid
        list={gallery.list}
        place={gallery.place}
        total={total}
        tileSize={tileSize}
        busy={gallery.changing}
        onScrolled={(atTop) => still.scrolled(atTop, gallery.first?.createdAt)}
      />
    </Area>
  );
}

function Area({ children }: { children: React.ReactNode }) {
  return <div className={classes.area}>{children}</div>;
}

function NothingHere() {
  const { t } = useTranslation('library');
  const { filter, show } = useLibrary();
  if (activeParts(filter).length > 0) {
    return (
      <Empty
        title={t('noResults')}
        action={
          <Button variant="default" onClick={() => show(placeOnly(filter))}>
            {t('clearFilters')}
          </Button>
        }
      >
        {t('noResultsText')}
      </Empty>
    );
  }
  if (filter.trash) return <Empty title={t('trashEmpty')}>{t('trashEmptyText')}</Empty>;
  if (filter.boardId !== undefined) return <Empty title={t('boardEmpty')}>{t('boardEmptyText')}</Empty>;
  return (
    <Empty
      title={t('libraryEmpty')}
      action={
        <Button variant="default" onClick={() => runCommand('import-pictures')}>
          {t('import')}
        </Button>
      }
    >
      {t('libraryEmptyText')}
    </Empty>
  );
}
