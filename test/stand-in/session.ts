import { EventEmitter } from 'node:events';
import { writeFile } from 'node:fs/promises';
import type { Download } from 'playwright-core';
import { fromChromium } from './origin.ts';
import { isPrevented } from './preventable.ts';
import { ask } from './protocol.ts';

type Check = (contents: unknown, permission: string) => boolean;

interface RequestDetails {
  /** As main knows it: app://studio/... */
  url: string;
  resourceType: string;
}
type BeforeRequest = (details: RequestDetails, answer: (response: { cancel?: boolean }) => void) => void;

class Session extends EventEmitter {
  /** The app's own answers, for tests to ask. */
  permissionCheck: Check = () => true;
  setPermissionRequestHandler() {}
  setPermissionCheckHandler(check: Check) {
    this.permissionCheck = check;
  }
  setDevicePermissionHandler() {}

  #beforeRequest: BeforeRequest = (_, answer) => answer({});
  readonly webRequest = {
    onBeforeRequest: (listener: BeforeRequest) => {
      this.#beforeRequest = listener;
    },
  };
  /** Whether main cancels a request before it is made. */
  cancels(details: RequestDetails): Promise<boolean> {
    return new Promise((resolve) => this.#beforeRequest(details, ({ cancel = false }) => resolve(cancel)));
  }
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
  cancel() {
    this.emit('done', {}, 'cancelled');
  }
}

/** Its bytes broke off on the way. */
class BrokenOff extends Error {}

/** With a path it is saved there; a save dialog would be cancelled. */
export async function startDownload(download: Download): Promise<void> {
  const item = new DownloadItem(download);
  if (isPrevented(session.defaultSession, 'will-download', {}, item) || item.getSavePath() === '') {
    await download.cancel();
    item.emit('done', {}, 'cancelled');
    return;
  }
  try {
    await save(download, item);
  } catch (error) {
    // Chromium does not report an interrupted download that could be resumed as done.
    if (error instanceof BrokenOff) item.emit('updated', {}, 'interrupted');
    else item.emit('done', {}, 'interrupted');
    return;
  }
  item.emit('done', {}, 'completed');
}

/**
 * Chromium lets nobody answer the request of a download link: it has failed, and main is asked here. A blob is in the
 * page.
 */
async function save(download: Download, item: DownloadItem): Promise<void> {
  if (await session.defaultSession.cancels({ url: item.getURL(), resourceType: 'other' })) throw new Error('cancelled');
  if (item.getURL().startsWith('blob:')) return download.saveAs(item.getSavePath());
  const response = await ask(new Request(item.getURL()));
  if (!response?.ok) throw new Error(`${item.getURL()} is not to be had`);
  const bytes = await response.arrayBuffer().catch((error) => {
    throw new BrokenOff(undefined, { cause: error });
  });
  await writeFile(item.getSavePath(), Buffer.from(bytes));
}
