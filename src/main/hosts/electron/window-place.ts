import type { Rectangle } from 'electron';

/** In a narrower window the three columns do not fit. Device-independent pixels, like all sizes here. */
export const LEAST = { width: 960, height: 600 };
const FIRST = { width: 1440, height: 900 };
/** How much of the window must be on a screen, so that it can be seen and dragged. */
const GRIP = 120;

/**
 * Bounds of the window at the start: where it was, if that is still visible, otherwise centred on the primary screen.
 *
 * @param kept where it was; null at the first start
 * @param workAreas of all screens, without docks and taskbars, the primary one first
 */
export function placeWindow(kept: Rectangle | null, workAreas: readonly Rectangle[]): Rectangle {
  const home = kept && workAreas.find((area) => isInSight(area, kept));
  const area = home ?? workAreas[0]!;
  const wanted = kept ?? FIRST;
  const width = Math.max(LEAST.width, Math.min(wanted.width, area.width));
  const height = Math.max(LEAST.height, Math.min(wanted.height, area.height));
  // The title bar must not be above the screen.
  if (home && kept) return { x: kept.x, y: Math.max(kept.y, area.y), width, height };
  const middle = (from: number, room: number, size: number) => from + Math.max(0, Math.round((room - size) / 2));
  return { x: middle(area.x, area.width, width), y: middle(area.y, area.height, height), width, height };
}

function isInSight(area: Rectangle, { x, y, width, height }: Rectangle): boolean {
  const across = Math.min(area.x + area.width, x + width) - Math.max(area.x, x);
  const down = Math.min(area.y + area.height, y + height) - Math.max(area.y, y);
  return across >= GRIP && down >= GRIP;
}
