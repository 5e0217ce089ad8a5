import { VisuallyHidden } from '@mantine/core';
import { Check, Pin, Star } from 'lucide-react';
import { memo, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { PictureSummary } from '../../../shared/contract/pictures.ts';
import { urls } from '../../../shared/contract/urls.ts';
import { si } from '../../language/quantities.ts';
import { usePrecisionName } from '../../recipe/text/precision-name.ts';
import classes from './PictureTile.module.css';

/** Side below which a tile has no room for figures, pixels. */
const ROOM_FOR_FIGURES = 84;

interface Props {
  /** undefined: still loading. */
  picture: PictureSummary | undefined;
  /** Index in the list. */
  index: number;
  column: number;
  /** Side, pixels. */
  size: number;
  selected: boolean;
  viewed: boolean;
  pinned: boolean;
  /** It is the active tile. */
  active: boolean;
  words: TileWords;
}

export function tileId(index: number): string {
  return `picture-tile-${index}`;
}

/** One picture of the gallery. The grid handles clicks and drags for all tiles. */
export const PictureTile = memo(function PictureTile({
  picture,
  index,
  column,
  size,
  selected,
  viewed,
  pinned,
  active,
  words,
}: Props) {
  const cell = {
    id: tileId(index),
    role: 'gridcell',
    style: { width: size, height: size },
    'aria-colindex': column + 1,
    'aria-selected': selected,
    'aria-current': viewed,
    'data-index': index,
    'data-active': active,
  };
  if (!picture) {
    return (
      <div {...cell} className={classes.tile}>
        <VisuallyHidden>{words.loading}</VisuallyHidden>
      </div>
    );
  }

  return (
    <div
      {...cell}
      className={classes.tile}
      data-testid="picture-tile"
      data-picture-id={picture.id}
      title={picture.prompt}
      draggable
    >
      <img
        className={picture.hasAlpha ? 'checkerboard' : undefined}
        src={urls.thumbnail(picture.id)}
        alt={words.name(picture, pinned)}
        draggable={false}
        decoding="async"
      />
      {selected && (
        <span className={classes.check} aria-hidden>
          <Check size={12} strokeWidth={3} />
        </span>
      )}
      {(pinned || picture.star) && (
        <span className={classes.marks} aria-hidden>
          {pinned && <Pin size={12} />}
          {picture.star && <Star size={12} fill="currentColor" />}
        </span>
      )}
      {size >= ROOM_FOR_FIGURES && (
        <span className={classes.figures} aria-hidden>
          <span className={classes.joules}>{picture.joules !== null && si(picture.joules, 'J')}</span>
          {picture.precision !== null && (
            <span className={classes.precision} data-exact={picture.exact}>
              {words.precision(picture.precision)}
            </span>
          )}
        </span>
      )}
    </div>
  );
});

interface TileWords {
  readonly loading: string;
  precision(name: string): string;
  /** Text of a tile for screen readers. */
  name(picture: PictureSummary, pinned: boolean): string;
}

/** Texts of the tiles, looked up once for all: a hook in each tile took as long as the rest of the tile. */
export function useTileWords(): TileWords {
  const { t, i18n } = useTranslation('library');
  const precision = usePrecisionName();
  return useMemo(
    () => ({
      loading: t('loadingPicture'),
      precision,
      name: (picture, pinned) =>
        [
          picture.prompt || t('noPrompt'),
          picture.joules !== null && si(picture.joules, 'J'),
          picture.precision !== null && precision(picture.precision),
          picture.star && t('starred'),
          picture.rating > 0 && t('ratedStars', { count: picture.rating }),
          pinned && t('pinned'),
        ]
          .filter((part) => part !== false)
          .join(t('comma')),
    }),
    [i18n.language],
  );
}
