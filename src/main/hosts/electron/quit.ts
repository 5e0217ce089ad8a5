import { app, type BrowserWindow, dialog, powerMonitor } from 'electron';
import type { LanguageId } from '../../../shared/locales/index.ts';
import { texts } from '../../../shared/locales/translate.ts';
import type { Studio } from '../../studio.ts';
import { asOhmbrushError } from '../../unexpected.ts';
import { closeInTime } from './close-in-time.ts';
import { openQueue } from './open-queue.ts';
import { keepWindowState } from './window-state.ts';

/**
 * The single way to quit, for the window's close button, the menu and the system: asks if a picture is being painted,
 * closes the studio so that everything is written, then exits.
 */
export function quitInOrder(window: BrowserWindow, studio: Studio, language: () => LanguageId): void {
  let stage: 'open' | 'asking' | 'closing' | 'closed' = 'open';
  let mayAsk = true;

  async function leave(): Promise<void> {
    stage = 'asking';
    if (mayAsk && openQueue(studio)?.running && !(await confirmQuit(window, language()))) {
      stage = 'open';
      return;
    }
    stage = 'closing';
    await keepWindowState(window);
    window.hide();
    await closeInTime(studio);
    stage = 'closed';
    app.quit();
  }

  app.on('before-quit', (event) => {
    if (stage === 'closed') return;
    event.preventDefault();
    if (stage === 'open') leave().catch(failToClose);
  });
  window.on('close', (event) => {
    if (stage === 'closed') return;
    event.preventDefault();
    app.quit();
  });
  // The computer is shutting down: nobody can answer a question.
  powerMonitor.on('shutdown', () => {
    mayAsk = false;
    app.quit();
  });
}

async function confirmQuit(window: BrowserWindow, language: LanguageId): Promise<boolean> {
  const t = texts(language, 'desktop');
  const { response } = await dialog.showMessageBox(window, {
    type: 'question',
    message: t('quitQuestion'),
    detail: t('quitDetail'),
    buttons: [t('quitAnyway'), t('keepPainting')],
    defaultId: 1,
    cancelId: 1,
  });
  return response === 0;
}

/** The database is safe, because it is written at each change. Hanging without a window would be worse. */
function failToClose(error: unknown): void {
  process.stderr.write(`ohmbrush: ${asOhmbrushError(error).line}\n`);
  app.exit(1);
}
