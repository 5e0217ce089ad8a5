import { EventEmitter } from 'node:events';
import { readFileSync } from 'node:fs';
import type { BrowserWindowConstructorOptions, Rectangle } from 'electron';
import type { BrowserContext, Frame, Page, Request as PageRequest, Route } from 'playwright-core';
import { app, openWindows } from './app.ts';
import { openChromium } from './chromium.ts';
import { ipcMain } from './ipc-main.ts';
import type { MessagePortMain } from './message-ports.ts';
import { fromChromium, toChromium } from './origin.ts';
import { PagePorts } from './page-ports.ts';
import { type FromPage, preloadElectron } from './preload-shim.ts';
import { isPrevented } from './preventable.ts';
import { answer } from './protocol.ts';
import { session, startDownload } from './session.ts';

type OpenHandler = (details: { url: string }) => { action: 'allow' | 'deny' };

class WebContents extends EventEmitter {
  openHandler: OpenHandler = () => ({ action: 'allow' });
  /** A navigation that main itself requested: it cannot be prevented. */
  ownNavigation: string | null = null;
  readonly #page: Promise<Page>;

  constructor(page: Promise<Page>) {
    super();
    this.#page = page;
  }
  setWindowOpenHandler(handler: OpenHandler) {
    this.openHandler = handler;
  }
  undo() {
    void this.#page.then((page) => page.evaluate(() => document.execCommand('undo')));
  }
  reload() {
    void this.#page.then((page) => {
      this.ownNavigation = page.url();
      return page.reload();
    });
  }
}

export class BrowserWindow extends EventEmitter {
  readonly webContents: WebContents;
  /** For tests: the last `setProgressBar`. */
  progress = -1;
  #bounds: Rectangle;
  #visible: boolean;
  #focused = true;
  #maximized = false;
  #destroyed = false;
  readonly #page: Promise<Page>;

  constructor(options: BrowserWindowConstructorOptions) {
    super();
    const { x = 0, y = 0, width = 800, height = 600, show = true, webPreferences } = options;
    this.#bounds = { x, y, width, height };
    this.#visible = show;
    this.#page = this.#open(webPreferences?.preload);
    this.webContents = new WebContents(this.#page);
    openWindows.add(this);
    app.emit('web-contents-created', {}, this.webContents);
  }

  static getAllWindows(): BrowserWindow[] {
    return [...openWindows] as BrowserWindow[];
  }

  async loadURL(url: string): Promise<void> {
    const page = await this.#page;
    this.webContents.ownNavigation = toChromium(url);
    await page.goto(toChromium(url));
    this.emit('ready-to-show');
  }

  show() {
    this.#visible = true;
  }
  hide() {
    this.#visible = false;
  }
  focus() {
    this.#focused = true;
  }
  blur() {
    this.#focused = false;
  }
  maximize() {
    this.#maximized = true;
  }
  restore() {}
  setFullScreen() {}
  setProgressBar(progress: number) {
    this.progress = progress;
  }
  setBounds(bounds: Rectangle) {
    this.#bounds = bounds;
  }
  getNormalBounds = () => this.#bounds;
  isVisible = () => this.#visible;
  isFocused = () => this.#focused;
  isMaximized = () => this.#maximized;
  isFullScreen = () => false;
  isMinimized = () => false;
  isDestroyed = () => this.#destroyed;

  close(): void {
    if (this.#destroyed || isPrevented(this, 'close')) return;
    this.#destroyed = true;
    openWindows.delete(this);
    this.emit('closed');
    app.windowClosed();
  }

  async #open(preload: string | undefined): Promise<Page> {
    const context = await openChromium(app.getPath('userData'));
    const page = context.pages()[0] ?? (await context.newPage());
    const ports = new PagePorts(page);
    await page.setViewportSize({ width: this.#bounds.width, height: this.#bounds.height });
    await this.#listen(page, ports);
    if (preload) await page.addInitScript({ content: preloadScript(preload) });
    await context.route('**/*', (route) => this.#route(route, page));
    page.on('download', (download) => void startDownload(download));
    page.on('framenavigated', (frame) => {
      if (frame === page.mainFrame()) ports.closeAll();
    });
    return page;
  }

  /**
   * By a binding of our own: a test's Playwright on the same page takes every call of Playwright's bindings for its
   * own.
   */
  async #listen(page: Page, ports: PagePorts): Promise<void> {
    const session = await page.context().newCDPSession(page);
    session.on('Runtime.bindingCalled', ({ name, payload }) => {
      if (name !== 'standInSend') return;
      const message = JSON.parse(payload) as FromPage;
      if (message.kind === 'port') ports.receive(message.id, message.data);
      else ipcMain.emit(message.channel, { senderFrame: frameOf(page.mainFrame(), ports) }, ...message.args);
    });
    await session.send('Runtime.enable');
    await session.send('Runtime.addBinding', { name: 'standInSend' });
  }

  async #route(route: Route, page: Page): Promise<void> {
    const request = route.request();
    if (!request.isNavigationRequest()) return this.#answer(route, resourceTypeOf(request));
    const url = fromChromium(request.url());
    const frame = frameOfRequest(route);
    // A page opened by `window.open`: it exists already, or will exist soon, and is closed if the open handler denies
    // it.
    if (frame?.page() !== page) {
      if (this.webContents.openHandler({ url }).action === 'allow') return this.#answer(route, 'mainFrame');
      // Broken off, it would stay half open and out of Playwright's reach: an empty page can be closed.
      void closePageOf(route, page.context());
      return route.fulfill({ contentType: 'text/html', body: '' });
    }
    const isMainFrame = frame === page.mainFrame();
    const own = isMainFrame && this.webContents.ownNavigation === request.url();
    if (own) this.webContents.ownNavigation = null;
    else if (isPrevented(this.webContents, 'will-frame-navigate', { url, isMainFrame })) return route.abort('aborted');
    return this.#answer(route, isMainFrame ? 'mainFrame' : 'subFrame');
  }

  async #answer(route: Route, resourceType: string): Promise<void> {
    const url = fromChromium(route.request().url());
    if (await session.defaultSession.cancels({ url, resourceType })) return route.abort('blockedbyclient');
    return answer(route);
  }
}

/** Playwright's word in Electron's. */
function resourceTypeOf(request: PageRequest): string {
  const type = request.resourceType();
  if (type === 'fetch') return 'xhr';
  return ['stylesheet', 'script', 'image', 'font', 'xhr', 'ping', 'media'].includes(type) ? type : 'other';
}

/** null: of a page that is only just being opened. */
function frameOfRequest(route: Route): Frame | null {
  try {
    return route.request().frame();
  } catch {
    return null;
  }
}

async function closePageOf(route: Route, context: BrowserContext): Promise<void> {
  for (;;) {
    const frame = frameOfRequest(route);
    if (frame) return frame.page().close();
    await new Promise((resolve) => context.once('page', resolve));
  }
}

/** A frame as main sees it. */
function frameOf(frame: Frame, ports: PagePorts) {
  return {
    url: fromChromium(frame.url()),
    parent: frame.parentFrame(),
    detached: frame.isDetached(),
    isDestroyed: () => frame.page().isClosed(),
    postMessage(channel: string, message: unknown, transfer: MessagePortMain[] = []) {
      const ids = transfer.map((port) => ports.send(port));
      void frame
        .evaluate(([channel, message, ids]) => window.standIn.ipc(channel, message, ids), [
          channel,
          message,
          ids,
        ] as const)
        .catch(() => {});
    },
  };
}

/** In the main frame of every document, before its own scripts. */
function preloadScript(path: string): string {
  return `if (window === window.top && location.protocol === 'https:') {
    const electron = (${preloadElectron})();
    (function (require, module, exports) {${readFileSync(path, 'utf8')}
    })(() => electron, { exports: {} }, {});
  }`;
}
