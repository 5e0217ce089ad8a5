import { useElementSize } from '@mantine/hooks';
import { useVirtualizer } from '@tanstack/react-virtual';
import {
  type DragEvent,
  type KeyboardEvent,
  type MouseEvent,
  useEffect,
  useLayoutEffect,
  useMemo,
  useRef,
} from 'react';
import { useTranslation } from 'react-i18next';
import { tellError } from '../../components/tell-error.tsx';
import { useScreens } from '../../state/screens.ts';
import { useLibrary } from '../library-store.ts';
import { anchorOf, GAP, gridLayout, scrollTopOf } from './grid-layout.ts';
import { movedIndex } from './grid-moves.ts';
import classes from './PictureGrid.module.css';
import { PictureTile, tileId, useTileWords } from './PictureTile.tsx';
import type { PictureList } from './pages.ts';
import { selectAll, selectRange } from './select.ts';
import { toggled } from './selection.ts';
import { usePictures } from './use-picture-list.ts';

/** How many positions away a picture is searched for after the list has changed. */
const NEAR = 50;

/** Scroll position of each list, restored on return. */
const scrolledTo = new Map<string, number>();

interface Props {
  /** What is shown. */
  list: PictureList;
  /** Key under which the scroll position is remembered. */
  place: string;
  total: number;
  /** Smallest side of a tile, pixels. */
  tileSize: number;
  /** A newer list is being loaded. */
  busy: boolean;
  onScrolled(atTop: boolean): void;
}

/**
 * A virtual grid: only the tiles on the screen are in the page. It is one tab stop: the keyboard moves an active tile
 * named by `aria-activedescendant`, so that the focus is not lost when a row leaves the page.
 */
export function PictureGrid({ list, place, total, tileSize, busy, onScrolled }: Props) {
  const { t } = useTranslation('library');
  const words = useTileWords();
  const scroller = useRef<HTMLDivElement>(null);
  const { ref: measured, width } = useElementSize<HTMLDivElement>();
  const layout = useMemo(() => gridLayout(width, tileSize, total), [width, tileSize, total]);
  const { columns, tile, rowHeight, rows } = layout;

  const { active, selectedIds, revealed } = useLibrary();
  const viewedId = useScreens((screens) => screens.viewedId);
  const pinnedIds = useScreens((screens) => screens.pinnedIds);

  const virtualizer = useVirtualizer({
    count: width === 0 ? 0 : rows,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    overscan: 3,
  });
  useLayoutEffect(() => virtualizer.measure(), [rowHeight, virtualizer]);

  const ready = width > 0;
  useLayoutEffect(() => {
    const element = scroller.current;
    if (!ready || !element) return;
    element.scrollTop = scrollTopOf(scrolledTo.get(place) ?? 0, { columns, rowHeight });
  }, [ready, place, columns, rowHeight]);

  const visible = virtualizer.getVirtualItems();
  const pictureAt = usePictures(list, {
    total,
    from: (visible[0]?.index ?? 0) * columns,
    to: ((visible.at(-1)?.index ?? 0) + 1) * columns - 1,
  });

  useEffect(() => {
    if (!revealed || !ready) return;
    virtualizer.scrollToIndex(Math.floor(revealed.index / columns), { align: 'auto' });
    useLibrary.setState({ revealed: null, active: revealed, anchor: revealed });
  }, [revealed, ready, columns, virtualizer]);

  // Pictures move in the list as others are added or removed; the active tile follows its picture while that is on the
  // screen.
  const activeIndex = active === null ? -1 : Math.min(active.index, total - 1);
  const there = activeIndex < 0 ? undefined : pictureAt(activeIndex);
  useEffect(() => {
    if (!active || !there || there.id === active.id) return;
    const near = Array.from({ length: 2 * NEAR + 1 }, (_, step) => active.index + step - NEAR);
    const moved = near.find((index) => index >= 0 && pictureAt(index)?.id === active.id);
    useLibrary.setState({
      active: moved === undefined ? { id: there.id, index: activeIndex } : { id: active.id, index: moved },
    });
  });

  useEffect(() => () => useLibrary.setState({ keyboardInside: false, dragged: null }), []);

  function spotAt(index: number): { id: number; index: number } | null {
    const picture = pictureAt(index);
    return picture ? { id: picture.id, index } : null;
  }

  function goTo(index: number, extend: boolean): void {
    virtualizer.scrollToIndex(Math.floor(index / columns), { align: 'auto' });
    const from = useLibrary.getState().anchor ?? active;
    const spot = spotAt(index) ?? { id: null, index };
    useLibrary.setState(extend ? { active: spot } : { active: spot, anchor: spot });
    if (extend && from) selectRange(list, from.index, index).catch(tellError);
  }

  function onKeyDown(event: KeyboardEvent): void {
    const modified = event.ctrlKey || event.metaKey;
    if (modified && event.key.toLowerCase() === 'a') {
      event.preventDefault();
      selectAll(list, total).catch(tellError);
      return;
    }
    if (modified || event.altKey) return;
    const page = Math.max(1, Math.floor((virtualizer.scrollRect?.height ?? 0) / rowHeight));
    const index = movedIndex(event.key, activeIndex, { columns, total, page });
    if (index !== null) {
      event.preventDefault();
      goTo(index, event.shiftKey);
    } else if (event.key === 'Enter' && there) {
      event.preventDefault();
      useScreens.getState().view(there.id);
    } else if (event.key === ' ' && there) {
      event.preventDefault();
      useLibrary.getState().select(toggled(selectedIds, there.id));
      useLibrary.setState({ anchor: spotAt(activeIndex) });
    } else if (event.key === 'Escape' && selectedIds.size > 0) {
      event.preventDefault();
      useLibrary.getState().select([]);
    }
  }

  function onClick(event: MouseEvent): void {
    const spot = spotUnder(event);
    if (!spot) return;
    const { anchor } = useLibrary.getState();
    if (event.shiftKey && anchor) {
      selectRange(list, anchor.index, spot.index).catch(tellError);
      useLibrary.setState({ active: spot });
      return;
    }
    useLibrary.setState({ active: spot, anchor: spot });
    if (event.ctrlKey || event.metaKey) {
      // As in file managers, the previously clicked tile becomes part of the selection.
      const before = selectedIds.size === 0 && viewedId !== null && anchor?.id === viewedId && viewedId !== spot.id;
      useLibrary.getState().select(toggled(before ? new Set([viewedId]) : selectedIds, spot.id));
    } else if (event.altKey) {
      useScreens.getState().togglePin(spot.id);
    } else {
      useLibrary.getState().select([]);
      useScreens.getState().view(spot.id);
    }
  }

  /** Index of the picture that View shows, if it is in sight. */
  function viewedIndex(): number | undefined {
    const first = (visible[0]?.index ?? 0) * columns;
    const indices = Array.from({ length: visible.length * columns }, (_, step) => first + step);
    return indices.find((index) => index < total && viewedId !== null && pictureAt(index)?.id === viewedId);
  }

  function spotUnder({ target }: { target: EventTarget }) {
    const cell = target instanceof Element ? target.closest<HTMLElement>('[data-index]') : null;
    return cell ? spotAt(Number(cell.dataset.index)) : null;
  }

  function onDragStart(event: DragEvent): void {
    const spot = spotUnder(event);
    if (!spot) return;
    const ids = selectedIds.has(spot.id) ? [...selectedIds] : [spot.id];
    event.dataTransfer.effectAllowed = 'copy';
    // A custom MIME type, so that no text field accepts it.
    event.dataTransfer.setData('application/x-ohmbrush-pictures', ids.join());
    useLibrary.setState({ dragged: ids });
  }

  return (
    // biome-ignore lint/a11y/useSemanticElements: a table lays out its rows, of which only a few are here
    <div
      ref={scroller}
      className={classes.scroller}
      role="grid"
      tabIndex={0}
      aria-label={t('grid')}
      aria-rowcount={rows}
      aria-colcount={columns}
      aria-multiselectable
      aria-busy={busy}
      aria-activedescendant={
        visible.some((row) => row.index === Math.floor(activeIndex / columns)) ? tileId(activeIndex) : undefined
      }
      onKeyDown={onKeyDown}
      onClick={onClick}
      // On pointer down, before the focus arrives and for any button: the next key acts on this tile.
      onMouseDown={(event) => {
        const spot = spotUnder(event);
        if (spot) useLibrary.setState({ active: spot });
      }}
      onDragStart={onDragStart}
      onDragEnd={() => useLibrary.setState({ dragged: null })}
      onFocus={() => {
        useLibrary.setState({ keyboardInside: true });
        if (!active && visible[0]) useLibrary.setState({ active: spotAt(viewedIndex() ?? visible[0].index * columns) });
      }}
      onScroll={(event) => {
        const { scrollTop } = event.currentTarget;
        scrolledTo.set(place, anchorOf(scrollTop, layout));
        onScrolled(scrollTop < rowHeight / 2);
      }}
    >
      <div
        ref={measured}
        className={classes.rows}
        style={{ height: Math.max(virtualizer.getTotalSize() - GAP, 0) }}
        role="presentation"
      >
        {visible.map((row) => (
          // biome-ignore lint/a11y/useFocusableInteractive: the grid has the focus and names the active cell
          // biome-ignore lint/a11y/useSemanticElements: as above
          <div
            key={row.key}
            className={classes.row}
            role="row"
            aria-rowindex={row.index + 1}
            style={{ transform: `translateY(${row.start}px)` }}
          >
            {Array.from({ length: Math.min(columns, total - row.index * columns) }, (_, column) => {
              const index = row.index * columns + column;
              const picture = pictureAt(index);
              return (
                <PictureTile
                  key={index}
                  picture={picture}
                  index={index}
                  column={column}
                  size={tile}
                  selected={picture !== undefined && selectedIds.has(picture.id)}
                  viewed={picture !== undefined && picture.id === viewedId}
                  pinned={picture !== undefined && pinnedIds.includes(picture.id)}
                  active={index === activeIndex}
                  words={words}
                />
              );
            })}
          </div>
        ))}
      </div>
    </div>
  );
}
