import { type BrowserWindow, Notification } from 'electron';
import type { LanguageId } from '../../../shared/locales/index.ts';
import { texts } from '../../../shared/locales/translate.ts';
import type { Run, RunListener } from './runs.ts';
import { bringForward } from './window.ts';

/** Who waited less is still looking. */
const LONG_SECONDS = 30;

/** Shows on the taskbar or dock how far painting is. */
export function taskbarProgress(window: BrowserWindow): RunListener {
  return {
    onAdvance: (share) => window.setProgressBar(share),
    onEnd: () => {
      // Below zero removes the bar.
      if (!window.isDestroyed()) window.setProgressBar(-1);
    },
  };
}

/**
 * Tells when painting that took long is over and the window is not in front: once for the whole queue, because a word for
 * each of its pictures would be noise.
 */
export function notifyAtEnd(window: BrowserWindow, language: () => LanguageId): RunListener {
  // Held, or garbage collection would take the click handler with it.
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
