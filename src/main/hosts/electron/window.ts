import { app, BrowserWindow, screen } from 'electron';
import { PAGE } from './scheme.ts';
import { LEAST, placeWindow } from './window-place.ts';
import { readWindowState } from './window-state.ts';

/** Equals `--ground` of renderer/theme/global.css, to avoid a white flash before the first paint. */
const GROUND = '#111111';

/**
 * Opens the studio's only window at its last bounds and loads the page.
 *
 * @param preload absolute path of the built preload script
 */
export function openWindow(preload: string): BrowserWindow {
  const kept = readWindowState();
  const primary = screen.getPrimaryDisplay();
  const others = screen.getAllDisplays().filter(({ id }) => id !== primary.id);
  const window = new BrowserWindow({
    ...placeWindow(
      kept,
      [primary, ...others].map(({ workArea }) => workArea),
    ),
    minWidth: LEAST.width,
    minHeight: LEAST.height,
    title: 'Ohmbrush',
    backgroundColor: GROUND,
    show: false,
    webPreferences: {
      preload,
      contextIsolation: true,
      sandbox: true,
      nodeIntegration: false,
      webviewTag: false,
      devTools: !app.isPackaged,
      // The spell checker would download dictionaries.
      spellcheck: false,
    },
  });
  if (kept?.maximized) window.maximize();
  if (kept?.fullScreen) window.setFullScreen(true);
  window.once('ready-to-show', () => window.show());
  // A crash or reload of the page aborts this load; page-crashes.ts handles it.
  window.loadURL(PAGE).catch(() => {});
  return window;
}

/** For a second start, or a click on a notification. */
export function bringForward(window: BrowserWindow): void {
  if (window.isMinimized()) window.restore();
  window.show();
  window.focus();
}
