interface GridShape {
  readonly columns: number;
  readonly total: number;
  /** Number of visible rows. */
  readonly page: number;
}

/**
 * Index that a key moves to, or null if the key does not move. Left and right continue across the ends of rows, as in
 * reading; up and down stop at the first and last row.
 *
 * @param index of the active tile; -1: none yet
 */
export function movedIndex(key: string, index: number, { columns, total, page }: GridShape): number | null {
  const steps: Record<string, number> = {
    ArrowLeft: -1,
    ArrowRight: 1,
    ArrowUp: -columns,
    ArrowDown: columns,
    PageUp: -columns * page,
    PageDown: columns * page,
    Home: -total,
    End: total,
  };
  const step = steps[key];
  if (step === undefined || total === 0) return null;
  if (index < 0) return key === 'End' ? total - 1 : 0;
  const to = index + step;
  if (to >= 0 && to < total) return to;
  if (key === 'Home') return 0;
  if (key === 'End') return total - 1;
  return step < 0 ? firstOf(key, index, columns) : lastOf(key, index, columns, total);
}

function firstOf(key: string, index: number, columns: number): number {
  if (key === 'PageUp') return index % columns;
  return index;
}

function lastOf(key: string, index: number, columns: number, total: number): number {
  const lastRow = Math.floor((total - 1) / columns);
  const stays = key === 'ArrowRight' || Math.floor(index / columns) === lastRow;
  // Moving down to a short last row goes to its last tile.
  return stays ? index : Math.min(lastRow * columns + (index % columns), total - 1);
}
