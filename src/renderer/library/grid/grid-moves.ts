interface GridShape {
  readonly columns: number;
  readonly total: number;
  /** Rows that are seen at once. */
  readonly page: number;
}

/**
 * Where a key leads in a grid, or null if it is no key of movement. Left and right go on over the ends of rows, as reading
 * does; up and down stop at the first and last row.
 *
 * @param index where the keyboard is; -1: nowhere yet
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
  // Down from above a short last row goes to its end.
  return stays ? index : Math.min(lastRow * columns + (index % columns), total - 1);
}
