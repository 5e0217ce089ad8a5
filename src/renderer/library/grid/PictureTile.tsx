import { VisuallyHidden } from '@mantine/core';
import { Check, Pin, Star } from 'lucide-react';
import { memo } from 'react';
import { useTranslation } from 'react-i18next';
import type { PictureSummary } from '../../../shared/contract/pictures.ts';
import { urls } from '../../../shared/contract/urls.ts';
import { si } from '../../../shared/quantities.ts';
import { usePrecisionName } from '../precision-name.ts';
import classes from './PictureTile.module.css';

/** Tiles smaller than this, in pixels, have no room for figures. */
const ROOM_FOR_FIGURES = 84;

interface Props {
  /** undefined: on its way. */
  picture: PictureSummary | undefined;
  /** Place in the list. */
  index: number;
  column: number;
  /** Side, pixels. */
  size: number;
  selected: boolean;
  viewed: boolean;
  pinned: boolean;
  /** The keyboard is here. */
  active: boolean;
}

export function tileId(index: number): string {
  return `picture-tile-${index}`;
}

/** One picture of the gallery. Its clicks and drags are handled by the grid, for all tiles at once. */
export const PictureTile = memo(function PictureTile({
  picture,
  index,
  column,
  size,
  selected,
  viewed,
  pinned,
  active,
}: Props) {
  const { t } = useTranslation('library');
  const precisionName = usePrecisionName();
  const name = useTileName();
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
        <VisuallyHidden>{t('loadingPicture')}</VisuallyHidden>
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
        alt={name(picture, pinned)}
        draggable={false}
        decoding="async"
      />
      <span className={classes.check} aria-hidden>
        <Check size={12} strokeWidth={3} />
      </span>
      <span className={classes.marks} aria-hidden>
        {pinned && <Pin size={12} />}
        {picture.star && <Star size={12} fill="currentColor" />}
      </span>
      {size >= ROOM_FOR_FIGURES && (
        <span className={classes.figures} aria-hidden>
          <span className={classes.joules}>{picture.joules !== null && si(picture.joules, 'J')}</span>
          {picture.precision !== null && (
            <span className={classes.precision} data-exact={picture.exact}>
              {precisionName(picture.precision)}
            </span>
          )}
        </span>
      )}
    </div>
  );
});

/** What a tile is to those who do not see it. */
function useTileName(): (picture: PictureSummary, pinned: boolean) => string {
  const { t } = useTranslation('library');
  const precisionName = usePrecisionName();
  return ({ prompt, precision, joules, star, rating }, pinned) =>
    [
      prompt || t('noPrompt'),
      precision !== null && precisionName(precision),
      joules !== null && si(joules, 'J'),
      star && t('starred'),
      rating > 0 && t('ratedStars', { count: rating }),
      pinned && t('pinned'),
    ]
      .filter((part) => part !== false)
      .join(t('comma'));
}
