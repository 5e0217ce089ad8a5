import { EventEmitter } from 'node:events';

/** Fed by the windows' pages. */
export const ipcMain = new EventEmitter();
