import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { app, type BrowserWindow } from 'electron';
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
type WindowState = z.infer<typeof stateSchema>;

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

/** Keeps the place for the next start. A place that cannot be kept is not worth stopping anyone. */
export async function keepWindowState(window: BrowserWindow): Promise<void> {
  const state: WindowState = {
    ...window.getNormalBounds(),
    maximized: window.isMaximized(),
    fullScreen: window.isFullScreen(),
  };
  await writeFileAtomic(stateFile(), Buffer.from(JSON.stringify(state))).catch(() => {});
}
