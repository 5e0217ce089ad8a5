import { app, type BrowserWindow, dialog } from 'electron';
import type { LanguageId } from '../../../shared/locales/index.ts';
import { texts } from '../../../shared/locales/translate.ts';

/** A page that crashes this often within this time will probably go on crashing. */
const MOST_CRASHES = 3;
const WITHIN_MS = 5 * 60_000;

/**
 * Reloads a page that crashed: queue and library live in main, so nothing is lost. If it crashes repeatedly or cannot
 * be loaded at all, the user is asked first.
 */
export function reloadAfterCrash(window: BrowserWindow, language: () => LanguageId): void {
  let crashes: number[] = [];
  let asking = false;
  window.webContents.on('render-process-gone', async (_, { reason }) => {
    if (reason === 'clean-exit' || asking) return;
    const now = performance.now();
    crashes = [...crashes.filter((at) => now - at < WITHIN_MS), now];
    const cannotStart = reason === 'launch-failed' || reason === 'integrity-failure';
    if (cannotStart || crashes.length >= MOST_CRASHES) {
      asking = true;
      // Without a window nobody can be asked.
      const wanted = await wantsAnother(window, language()).catch(() => false);
      asking = false;
      if (!wanted) {
        app.quit();
        return;
      }
      crashes = [];
    }
    if (!window.isDestroyed()) window.webContents.reload();
  });
}

async function wantsAnother(window: BrowserWindow, language: LanguageId): Promise<boolean> {
  const t = texts(language, 'desktop');
  const { response } = await dialog.showMessageBox(window, {
    type: 'error',
    message: t('pageCrashes'),
    detail: t('pageCrashesDetail'),
    buttons: [t('tryAgain'), t('quit')],
    defaultId: 0,
    cancelId: 1,
  });
  return response === 0;
}
