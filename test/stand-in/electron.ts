/** The parts of Electron's API that the app uses. */
export { app } from './app.ts';
export { BrowserWindow } from './browser-window.ts';
export { dialog, nativeTheme, powerMonitor, powerSaveBlocker, screen, shell } from './desktop.ts';
export { ipcMain } from './ipc-main.ts';
export { Menu } from './menu.ts';
export { MessageChannelMain } from './message-ports.ts';
export { Notification } from './notification.ts';
export { protocol } from './protocol.ts';
export { session } from './session.ts';
export { utilityProcess } from './utility-process.ts';
