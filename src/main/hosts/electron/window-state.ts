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

/** Bounds of the window when it was last closed; null where none are stored or they cannot be used. */
export function readWindowState(): WindowState | null {
  try {
    return stateSchema.parse(JSON.parse(readFileSync(stateFile(), 'utf8')));
  } catch {
    // First start, or a file written by another program: no error is shown.
    return null;
  }
}

/** Stores the bounds for the next start. A failure is not worth an error message. */
export async function keepWindowState(window: BrowserWindow): Promise<void> {
  const state: WindowState = {
    ...window.getNormalBounds(),
    maximized: window.isMaximized(),
    fullScreen: window.isFullScreen(),
  };
  await writeFileAtomic(stateFile(), Buffer.from(JSON.stringify(state))).catch(() => {});
}
