import { dirname, join } from 'node:path';
import { app, type BrowserWindow, dialog, type Session } from 'electron';
import type { Language } from './language.ts';
import { ORIGIN } from './scheme.ts';
import { TEXTS } from './texts.ts';

/** Asks where to put an export with the system's own dialog, starting in the folder of the one before. */
export function saveDownloads(session: Session, window: BrowserWindow, language: () => Language): void {
  let folder = app.getPath('downloads');
  session.on('will-download', (event, item) => {
    const url = item.getURL();
    // A blob is what the page made itself: a chip profile.
    if (!url.startsWith(`${ORIGIN}/exports/`) && !url.startsWith(`blob:${ORIGIN}/`)) {
      event.preventDefault();
      return;
    }
    item.setSaveDialogOptions({ title: TEXTS[language()].saveAs, defaultPath: join(folder, item.getFilename()) });
    // It broke off and could be resumed, which nothing here does; cancelling removes what there is of the file.
    item.on('updated', (_, state) => {
      if (state !== 'interrupted') return;
      item.cancel();
      tellNotSaved(window, language());
    });
    item.once('done', (_, state) => {
      if (state === 'completed') folder = dirname(item.getSavePath());
      if (state === 'interrupted') tellNotSaved(window, language());
    });
  });
}

function tellNotSaved(window: BrowserWindow, language: Language): void {
  const { notSaved, notSavedDetail } = TEXTS[language];
  dialog.showMessageBox(window, { type: 'error', message: notSaved, detail: notSavedDetail }).catch(() => {});
}
