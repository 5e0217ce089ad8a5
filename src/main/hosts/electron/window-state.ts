import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { app, type BrowserWindow, type Rectangle } from 'electron';
import { z } from 'zod';
import { writeFileAtomic } from '../../files/write-file.ts';

const pixels = z.int().min(-100_000).max(100_000);
const stateSchema = z.strictObject({
  x: pixels,
  y: pixels,
  width: pixels.min(1),
  height: pixels.min(1),
  maximized: z.boolean(),
  fullScreen: z.boolean(),
});
export type WindowState = z.infer<typeof stateSchema>;

/** Narrower, the three columns do not fit. Device-independent pixels, like everything here. */
export const LEAST = { width: 960, height: 600 };
const FIRST = { width: 1440, height: 900 };
/** Of the window that has to lie on a screen, so that it can be seen and dragged. */
const GRIP = 120;

function stateFile(): string {
  return join(app.getPath('userData'), 'window.json');
}

/** Where the window was when it was closed; null where nothing usable was kept. */
export function readWindowState(): WindowState | null {
  try {
    return stateSchema.parse(JSON.parse(readFileSync(stateFile(), 'utf8')));
  } catch {
    // The first start, or a file that something else wrote: not worth a word.
    return null;
  }
}

/** @param workAreas of all screens, the primary one first */
export function placeWindow(kept: WindowState | null, workAreas: readonly Rectangle[]): Rectangle {
  const home = kept && workAreas.find((area) => overlap(area, kept));
  const area = home ?? workAreas[0]!;
  const wanted = kept ?? FIRST;
  const width = Math.max(LEAST.width, Math.min(wanted.width, area.width));
  const height = Math.max(LEAST.height, Math.min(wanted.height, area.height));
  if (!home || !kept) {
    const centred = (from: number, room: number, size: number) => from + Math.max(0, Math.round((room - size) / 2));
    return { x: centred(area.x, area.width, width), y: centred(area.y, area.height, height), width, height };
  }
  // The title bar must not be above the screen.
  return { x: kept.x, y: Math.max(kept.y, area.y), width, height };
}

function overlap(area: Rectangle, { x, y, width, height }: Rectangle): boolean {
  const across = Math.min(area.x + area.width, x + width) - Math.max(area.x, x);
  const down = Math.min(area.y + area.height, y + height) - Math.max(area.y, y);
  return across >= GRIP && down >= GRIP;
}

/** Keeps the place for the next start. A place that cannot be kept is not worth stopping anyone. */
export async function keepWindowState(window: BrowserWindow): Promise<void> {
  const state: WindowState = {
    ...window.getNormalBounds(),
    maximized: window.isMaximized(),
    fullScreen: window.isFullScreen(),
  };
  await writeFileAtomic(stateFile(), Buffer.from(JSON.stringify(state))).catch(() => {});
}
