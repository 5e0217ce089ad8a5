import { Select, Slider, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { PICTURE_SORTS } from '../../shared/contract/pictures.ts';
import { TILE_SIZES } from '../../shared/formats/settings.ts';
import classes from './GridToolbar.module.css';
import { useLibrary } from './library-store.ts';

/** Smallest and largest side of a tile, pixels. */
interface Props {
  /** Pictures in the list; null while unknown. */
  total: number | null;
  tileSize: number;
  onTileSize(size: number): void;
}

/** Number of pictures, sort order and tile size. */
export function GridToolbar({ total, tileSize, onTileSize }: Props) {
  const { t } = useTranslation('library');
  const { sort, order, filter } = useLibrary();
  const names = {
    newest: t('sortNewest'),
    oldest: t('sortOldest'),
    joules: t('sortJoules'),
    fidelity: t('sortFidelity'),
    rating: t('sortRating'),
  };
  return (
    <div className={classes.toolbar}>
      <Text size="xs" c="dark.2" role="status" className={classes.total}>
        {total !== null && t('pictures', { count: total })}
      </Text>
      {!filter.trash && (
        <Select
          aria-label={t('sort')}
          variant="unstyled"
          className={classes.sort}
          data={PICTURE_SORTS.map((value) => ({ value, label: names[value] }))}
          value={sort}
          allowDeselect={false}
          onChange={(value) => value && order(value)}
        />
      )}
      <Slider
        size="xs"
        className={classes.size}
        min={TILE_SIZES.min}
        max={TILE_SIZES.max}
        step={8}
        label={null}
        thumbLabel={t('tileSize')}
        value={tileSize}
        onChange={onTileSize}
      />
    </div>
  );
}
