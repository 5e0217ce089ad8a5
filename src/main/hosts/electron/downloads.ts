import { dirname, join } from 'node:path';
import { app, type BrowserWindow, dialog, type Session } from 'electron';
import type { LanguageId } from '../../../shared/locales/index.ts';
import { texts } from '../../../shared/locales/translate.ts';
import { ORIGIN } from './scheme.ts';

/** Asks with the system's dialog where to save an export, starting in the folder of the previous one. */
export function saveDownloads(session: Session, window: BrowserWindow, language: () => LanguageId): void {
  let folder = app.getPath('downloads');
  session.on('will-download', (event, item) => {
    const url = item.getURL();
    // Blobs are files that the page made itself: chip profiles.
    if (!url.startsWith(`${ORIGIN}/exports/`) && !url.startsWith(`blob:${ORIGIN}/`)) {
      event.preventDefault();
      return;
    }
    item.setSaveDialogOptions({
      title: texts(language(), 'desktop')('saveAs'),
      defaultPath: join(folder, item.getFilename()),
    });
    // An interrupted download could be resumed, which nothing here does; cancelling removes the partial file.
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

function tellNotSaved(window: BrowserWindow, language: LanguageId): void {
  const t = texts(language, 'desktop');
  dialog.showMessageBox(window, { type: 'error', message: t('notSaved'), detail: t('notSavedDetail') }).catch(() => {});
}
