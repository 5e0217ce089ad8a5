import { type BrowserWindow, Notification } from 'electron';
import type { LanguageId } from '../../../shared/locales/index.ts';
import { texts } from '../../../shared/locales/translate.ts';
import type { Run, RunListener } from './runs.ts';
import { bringForward } from './window.ts';

/** After a shorter run the user is probably still looking. */
const LONG_SECONDS = 30;

/** Shows the progress of painting on the taskbar or dock. */
export function taskbarProgress(window: BrowserWindow): RunListener {
  return {
    onAdvance: (share) => window.setProgressBar(share),
    onEnd: () => {
      // A value below zero removes the bar.
      if (!window.isDestroyed()) window.setProgressBar(-1);
    },
  };
}

/**
 * Notifies the user when a long run of painting is over and the window is not in front: once for the whole queue,
 * because one notification per picture would be too many.
 */
export function notifyAtEnd(window: BrowserWindow, language: () => LanguageId): RunListener {
  // A reference is kept, otherwise garbage collection would drop the click handler.
  let shown: Notification | null = null;
  return {
    onEnd(run) {
      const body = summary(run, language());
      if (run.seconds < LONG_SECONDS || body === '' || window.isDestroyed() || window.isFocused()) return;
      shown?.close();
      shown = new Notification({ title: 'Ohmbrush', body });
      shown.on('click', () => bringForward(window));
      shown.show();
    },
  };
}

function summary({ saved, failed }: Run, language: LanguageId): string {
  const t = texts(language, 'desktop');
  const lines = [saved > 0 && t('ready', { count: saved }), failed > 0 && t('failed', { count: failed })];
  return lines.filter((line) => line !== false).join('\n');
}
