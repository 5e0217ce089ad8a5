/** Pixels between tiles. */
export const GAP = 4;

export interface GridLayout {
  readonly columns: number;
  /** Side of a tile, pixels. */
  readonly tile: number;
  /** Distance from one row to the next, pixels. */
  readonly rowHeight: number;
  readonly rows: number;
}

/**
 * As many columns as fit, stretched to fill the width.
 *
 * @param width pixels for tiles
 * @param wantedTile smallest side of a tile, pixels
 */
export function gridLayout(width: number, wantedTile: number, total: number): GridLayout {
  const columns = Math.max(1, Math.floor((width + GAP) / (wantedTile + GAP)));
  const tile = Math.max(1, (width - GAP * (columns - 1)) / columns);
  return { columns, tile, rowHeight: tile + GAP, rows: Math.ceil(total / columns) };
}

type RowShape = Pick<GridLayout, 'columns' | 'rowHeight'>;

/** Scroll position in pictures instead of pixels, so that it stays valid when tiles or the panel are resized. */
export function anchorOf(scrollTop: number, { columns, rowHeight }: RowShape): number {
  return (scrollTop / rowHeight) * columns;
}

/** Inverse of `anchorOf`. */
export function scrollTopOf(anchor: number, { columns, rowHeight }: RowShape): number {
  return (anchor / columns) * rowHeight;
}
