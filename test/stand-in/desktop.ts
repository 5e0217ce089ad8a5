import { EventEmitter } from 'node:events';
import type { MessageBoxOptions } from 'electron';

/**
 * Nobody is there to answer, so the safe button is chosen. Tests put their own functions here, as they would in
 * Electron.
 */
export const dialog = {
  async showMessageBox(...[, options]: [window: unknown, options: MessageBoxOptions]) {
    return { response: options.cancelId ?? 0, checkboxChecked: false };
  },
  showErrorBox(title: string, content: string) {
    process.stderr.write(`${title}: ${content}\n`);
  },
};

const started = new Set<number>();
let nextBlocker = 1;
export const powerSaveBlocker = {
  start() {
    started.add(nextBlocker);
    return nextBlocker++;
  },
  stop: (id: number) => started.delete(id),
  isStarted: (id: number) => started.has(id),
};

const display = { id: 1, workArea: { x: 0, y: 0, width: 1440, height: 900 } };
export const screen = { getPrimaryDisplay: () => display, getAllDisplays: () => [display] };

export const nativeTheme = { themeSource: 'system' };
export const powerMonitor = new EventEmitter();
export const shell = { openExternal: async (_url: string) => {} };
