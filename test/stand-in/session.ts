import { EventEmitter } from 'node:events';
import type { Download } from 'playwright-core';
import { fromChromium } from './origin.ts';
import { isPrevented } from './preventable.ts';

type Check = (contents: unknown, permission: string) => boolean;

class Session extends EventEmitter {
  /** The app's own answers, for tests to ask. */
  permissionCheck: Check = () => true;
  setPermissionRequestHandler() {}
  setPermissionCheckHandler(check: Check) {
    this.permissionCheck = check;
  }
  setDevicePermissionHandler() {}
}

export const session = { defaultSession: new Session() };

class DownloadItem extends EventEmitter {
  readonly #download: Download;
  #path = '';
  #dialog: object = {};

  constructor(download: Download) {
    super();
    this.#download = download;
  }
  getURL = () => fromChromium(this.#download.url());
  getFilename = () => this.#download.suggestedFilename();
  setSaveDialogOptions(options: object) {
    this.#dialog = options;
  }
  getSaveDialogOptions = () => this.#dialog;
  setSavePath(path: string) {
    this.#path = path;
  }
  getSavePath = () => this.#path;
}

/** With a path it is saved there; a save dialog would be cancelled. */
export async function startDownload(download: Download): Promise<void> {
  const item = new DownloadItem(download);
  if (isPrevented(session.defaultSession, 'will-download', {}, item) || item.getSavePath() === '') {
    await download.cancel();
    item.emit('done', {}, 'cancelled');
    return;
  }
  const failure = await download.saveAs(item.getSavePath()).then(
    () => null,
    (error) => error,
  );
  item.emit('done', {}, failure ? 'interrupted' : 'completed');
}
