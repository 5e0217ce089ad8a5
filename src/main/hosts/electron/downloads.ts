import { dirname, join } from 'node:path';
import { app, type BrowserWindow, dialog, type Session } from 'electron';
import type { LanguageId } from '../../../shared/locales/index.ts';
import { texts } from '../../../shared/locales/translate.ts';
import { ORIGIN } from './scheme.ts';

/** Asks where to put an export with the system's own dialog, starting in the folder of the one before. */
export function saveDownloads(session: Session, window: BrowserWindow, language: () => LanguageId): void {
  let folder = app.getPath('downloads');
  session.on('will-download', (event, item) => {
    const url = item.getURL();
    // A blob is what the page made itself: a chip profile.
    if (!url.startsWith(`${ORIGIN}/exports/`) && !url.startsWith(`blob:${ORIGIN}/`)) {
      event.preventDefault();
      return;
    }
    item.setSaveDialogOptions({
      title: texts(language(), 'desktop')('saveAs'),
      defaultPath: join(folder, item.getFilename()),
    });
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

function tellNotSaved(window: BrowserWindow, language: LanguageId): void {
  const t = texts(language, 'desktop');
  dialog.showMessageBox(window, { type: 'error', message: t('notSaved'), detail: t('notSavedDetail') }).catch(() => {});
}
