import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { urls } from '../../src/shared/contract/urls.ts';
import { describeUnless } from '../obstacle.ts';
import type { session as standIn } from '../stand-in/session.ts';
import { type Api, connectThrough } from './api.ts';
import { OBSTACLE, RUNS_ON, type RunningApp, startApp } from './app.ts';

if (!OBSTACLE) console.log(`The desktop app runs on ${RUNS_ON}`);

describeUnless(OBSTACLE, `the desktop app on ${RUNS_ON}`, () => {
  let folder: string;
  let app: RunningApp;
  let api: Api;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'ohmbrush-electron-'));
    app = await startApp({ userData: join(folder, 'user'), library: join(folder, 'library') });
    api = await connectThrough(app.page);
  });
  afterAll(async () => {
    await app?.end();
    await rm(folder, { recursive: true, force: true });
  });

  test('opens a window with a drawn page', async () => {
    await app.page.waitForFunction(() => document.querySelector('#screens') !== null);
    expect(await app.page.title()).toBe('Ohmbrush');
    const visible = () => app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().map((w) => w.isVisible()));
    await expect.poll(visible).toEqual([true]);
  });

  test('gives the page a port and nothing else', async () => {
    expect(await api.studio.info()).toMatchObject({ host: 'electron', libraryFolder: join(folder, 'library') });
    const reach = await app.page.evaluate(() => ({
      ohmbrush: Object.keys(window.ohmbrush!),
      frozen: Object.isFrozen(window.ohmbrush),
      node: ['require', 'process', 'module', 'Buffer', 'electron'].filter((name) => name in window),
    }));
    expect(reach).toEqual({ ohmbrush: ['port'], frozen: true, node: [] });
  });

  /** The command by which the screens are told to undo. */
  async function commandHeard(act: () => Promise<unknown>): Promise<string | undefined> {
    const events = await api.studio.events();
    const heard = (async () => {
      for await (const event of events) if (event.type === 'command') return event.command;
      return undefined;
    })();
    // The subscription comes first: calls are answered in order.
    await api.studio.info();
    await act();
    return heard;
  }

  test('a choice in the menu reaches the screens as a command', async () => {
    expect(await commandHeard(() => chooseInMenu('show-grid'))).toBe('show-grid');
  });

  test('the menu takes no letters away from whoever types', async () => {
    const keys = await app.evaluate(({ Menu }) => {
      const menu = Menu.getApplicationMenu()!;
      const of = (id: string) => {
        const { accelerator, registerAccelerator } = menu.getMenuItemById(id)!;
        return { accelerator: String(accelerator), registerAccelerator };
      };
      return [of('toggle-queue'), of('cancel-job'), of('generate-first')];
    });
    expect(keys).toEqual(
      process.platform === 'darwin'
        ? [expect.anything(), expect.anything(), { accelerator: 'CmdOrCtrl+Shift+Enter', registerAccelerator: true }]
        : [
            { accelerator: 'Q', registerAccelerator: false },
            { accelerator: 'Shift+X', registerAccelerator: false },
            { accelerator: 'CmdOrCtrl+Shift+Enter', registerAccelerator: true },
          ],
    );
  });

  test('the menu follows the language', async () => {
    const label = () => app.evaluate(({ Menu }) => Menu.getApplicationMenu()!.getMenuItemById('generate')!.label);
    expect(await label()).toBe('Generate');
    await api.studio.remember({ key: 'language', value: 'zh' });
    await expect.poll(label).toBe('生成');
    await api.studio.remember({ key: 'language', value: 'en' });
    await expect.poll(label).toBe('Generate');
  });

  test('undo by key in a text undoes typing; chosen with the mouse it is the studio’s', async () => {
    await app.page.evaluate(() => {
      const field = document.createElement('textarea');
      field.id = 'undo-test';
      document.body.append(field);
      field.focus();
    });
    // One letter: Chromium undoes everything typed in one go, and slow typing may count as several.
    await app.page.keyboard.type('a');
    const typed = () => app.page.locator('#undo-test').inputValue();
    await expect.poll(typed).toBe('a');
    await chooseInMenu('undo', true);
    await expect.poll(typed).toBe('');
    await app.page.evaluate(() => document.querySelector('#undo-test')!.remove());

    expect(await commandHeard(() => chooseInMenu('undo'))).toBe('undo');
  });

  test('pictures go in and come out as bytes over the app’s own scheme', async () => {
    const png = await blot();
    const imported = await app.page.evaluate(
      async ({ url, bytes }) => {
        const body = Uint8Array.from(bytes);
        const reply = await fetch(url, { method: 'POST', body, headers: { 'X-File-Name': 'blot.png' } });
        return reply.json();
      },
      { url: urls.import, bytes: [...png] },
    );
    expect(imported).toMatchObject({ outcome: 'new' });
    const picture = await app.page.evaluate(async (url) => {
      const reply = await fetch(url);
      const image = new Image();
      image.src = url;
      await image.decode();
      return {
        type: reply.headers.get('content-type'),
        bytes: [...new Uint8Array(await reply.arrayBuffer())],
        size: [image.naturalWidth, image.naturalHeight],
      };
    }, urls.picture(imported.id));
    expect(picture).toEqual({ type: 'image/png', bytes: [...png], size: [24, 16] });
  });

  test('an export is saved as a file', async () => {
    const { items } = await api.pictures.list({ filter: {}, sort: 'newest', offset: 0, limit: 1 });
    const look = { scale: 1, background: 'transparent' as const, stripRecipe: true };
    const ticket = await api.pictures.export({ what: 'pictures', ids: [items[0]!.id], look });
    const path = join(folder, 'saved.png');
    await app.evaluate(
      ({ session }, path) => void session.defaultSession.once('will-download', (_, item) => item.setSavePath(path)),
      path,
    );
    await app.page.evaluate(({ url, fileName }) => {
      const link = document.createElement('a');
      link.href = url;
      link.download = fileName;
      link.click();
    }, ticket);
    await expect.poll(() => sizeOf(path)).toEqual([24, 16]);
  });

  test('an export that breaks off is told and leaves no file; one that is only looked at can still be fetched', async () => {
    const ids = await app.page.evaluate(
      async ({ url, files }) => {
        const ids: number[] = [];
        for (const file of files) {
          const reply = await fetch(url, { method: 'POST', body: Uint8Array.from(file) });
          ids.push((await reply.json()).id);
        }
        return ids;
      },
      { url: urls.import, files: [[...(await blot(40))], [...(await blot(80))]] },
    );
    const look = { scale: 1, background: 'transparent' as const, stripRecipe: false };
    const whole = await api.pictures.export({ what: 'pictures', ids, look });
    const broken = await api.pictures.export({ what: 'pictures', ids, look });
    const statuses = await app.page.evaluate(async (url) => {
      const head = await fetch(url, { method: 'HEAD' });
      const get = await fetch(url);
      return [head.status, get.status, (await get.arrayBuffer()).byteLength > 100];
    }, whole.url);
    expect(statuses).toEqual([200, 200, true]);

    const { hash } = await api.pictures.get({ id: ids[1]! });
    await rm(join(folder, 'library/pictures', hash.slice(0, 2), `${hash}.png`));
    const path = join(folder, 'broken.zip');
    await app.evaluate(({ session, dialog }, path) => {
      const told: string[] = [];
      Object.assign(globalThis, { told });
      dialog.showMessageBox = async (...args: unknown[]) => {
        told.push((args.at(-1) as { message: string }).message);
        return { response: 0, checkboxChecked: false };
      };
      session.defaultSession.once('will-download', (_, item) => item.setSavePath(path));
    }, path);
    await app.page.evaluate(({ url, fileName }) => {
      const link = document.createElement('a');
      link.href = url;
      link.download = fileName;
      link.click();
    }, broken);
    const told = () => app.evaluate(() => (globalThis as unknown as { told: string[] }).told);
    await expect.poll(told).toEqual(['The file could not be saved']);
    expect(existsSync(path)).toBe(false);
  });

  test('the page is kept to its own origin and its own scripts', async () => {
    const policy = await app.page.evaluate(async () => (await fetch('/')).headers.get('content-security-policy'));
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("script-src 'self';");
    const escaped = await app.page.evaluate(async () => {
      const script = document.createElement('script');
      script.textContent = 'window.inlineRan = true';
      document.body.append(script);
      const fetched = await fetch('https://example.com/').then(
        () => true,
        () => false,
      );
      return { fetched, inline: 'inlineRan' in window };
    });
    expect(escaped).toEqual({ fetched: false, inline: false });
  });

  test('no request leaves for anywhere else, even from a page without its policy', async () => {
    let visits = 0;
    const server = createServer((_, response) => {
      visits++;
      response.setHeader('Access-Control-Allow-Origin', '*').end('reached');
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    const devtools = await app.page.context().newCDPSession(app.page);
    try {
      await devtools.send('Page.setBypassCSP', { enabled: true });
      await reloaded(() => app.page.reload());
      const outcome = await app.page.evaluate(async (port) => {
        const works = (promise: Promise<unknown>) =>
          promise.then(
            () => true,
            () => false,
          );
        const image = (src: string) => works(Object.assign(new Image(), { src }).decode());
        const dot = 'data:image/gif;base64,R0lGODlhAQABAAAAACH5BAEKAAEALAAAAAABAAEAAAICTAEAOw==';
        return {
          own: await works(fetch('/')),
          dataImage: await image(dot),
          blob: await works(fetch(URL.createObjectURL(new Blob(['x'])))),
          http: await works(fetch(`http://127.0.0.1:${port}/`, { mode: 'no-cors' })),
          image: await image(`http://127.0.0.1:${port}/x.png`),
        };
      }, port);
      expect(outcome).toEqual({ own: true, dataImage: true, blob: true, http: false, image: false });
      expect(visits).toBe(0);
      if (RUNS_ON === 'Electron') return;
      const cancelled = await app.evaluate(
        async ({ session }, urls) => {
          const { cancels } = session.defaultSession as unknown as (typeof standIn)['defaultSession'];
          const ask = (url: string) => cancels.call(session.defaultSession, { url, resourceType: 'xhr' });
          return Promise.all(urls.map(ask));
        },
        ['wss://example.com/', 'app://other/', 'file:///etc/passwd', 'blob:https://example.com/1', 'data:text/html,x'],
      );
      expect(cancelled).toEqual([true, true, true, true, true]);
    } finally {
      await devtools.send('Page.setBypassCSP', { enabled: false });
      await reloaded(() => app.page.reload());
      server.close();
    }
  });

  test('a redirect elsewhere is not followed', async () => {
    const prevented = await app.evaluate(({ BrowserWindow }) => {
      const { webContents } = BrowserWindow.getAllWindows()[0]!;
      return ['https://example.com/', 'app://studio/'].map((url) => {
        const event = {
          url,
          isMainFrame: true,
          defaultPrevented: false,
          preventDefault() {
            this.defaultPrevented = true;
          },
        };
        webContents.emit('will-redirect', event);
        return event.defaultPrevented;
      });
    });
    expect(prevented).toEqual([true, false]);
  });

  test('no page but its own, no second window; citations open in the browser', async () => {
    await app.evaluate(({ shell }) => {
      const opened: string[] = [];
      Object.assign(globalThis, { opened });
      shell.openExternal = async (url) => void opened.push(url);
    });
    await app.page.evaluate(() => Object.assign(window, { sameDocument: true }));
    await app.evaluate(({ BrowserWindow }) => {
      const prevented: string[] = [];
      Object.assign(globalThis, { prevented });
      BrowserWindow.getAllWindows()[0]!.webContents.on('will-frame-navigate', (event) => {
        if (event.defaultPrevented) prevented.push(event.url);
      });
    });
    for (const url of ['https://example.com/', 'app://studio/pictures/1.png']) {
      await app.page.evaluate((url) => {
        window.location.href = url.replace('app://studio', '');
      }, url);
      // The next one would take the place of one that has not been looked at.
      const prevented = () => app.evaluate(() => (globalThis as unknown as { prevented: string[] }).prevented);
      await expect.poll(prevented).toContain(url);
    }
    // Chromium itself forbids this one, before main is asked.
    await app.page.evaluate(() => {
      window.location.href = 'file:///etc/passwd';
    });
    // The allowed one comes last: those before it have been looked at when it is there.
    for (const url of ['https://example.com/', 'https://arxiv.org.example.com/', 'https://arxiv.org/abs/2302.04304']) {
      await app.page.evaluate((url) => void window.open(url), url);
    }
    const opened = () => app.evaluate(() => (globalThis as unknown as { opened: string[] }).opened);
    await expect.poll(opened).toEqual(['https://arxiv.org/abs/2302.04304']);
    // The document is still the same one, and answers.
    expect(await app.page.evaluate(() => 'sameDocument' in window)).toBe(true);
    expect(await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length)).toBe(1);
    // Asked of Chromium: Playwright does not count a page that is only half open.
    const devtools = await app.page.context().newCDPSession(app.page);
    const pages = async () => {
      const { targetInfos } = await devtools.send('Target.getTargets');
      return targetInfos.filter(({ type }) => type === 'page').length;
    };
    await expect.poll(pages).toBe(1);
  });

  test('a page may copy, and nothing else that has to be asked for', async () => {
    const asked = ['clipboard-sanitized-write', 'clipboard-read', 'media', 'geolocation', 'notifications', 'midi'];
    const granted =
      RUNS_ON === 'Electron'
        ? await app.page.evaluate(async () => [
            ...(await navigator.clipboard.writeText('x').then(() => ['clipboard-sanitized-write'])),
            ...((await Notification.requestPermission()) === 'granted' ? ['notifications'] : []),
          ])
        : await app.evaluate(({ session }, asked) => {
            const { permissionCheck } = session.defaultSession as unknown as (typeof standIn)['defaultSession'];
            return asked.filter((permission) => permissionCheck(null, permission));
          }, asked);
    expect(granted).toEqual(['clipboard-sanitized-write']);
  });

  test('a page that is loaded again, by itself or after a crash, is drawn again', async () => {
    const complaints: string[] = [];
    app.page.on('pageerror', (error) => complaints.push(String(error)));
    app.page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()));
    await reloaded(() =>
      app.page.evaluate(() => {
        // As the link to the screens does, for those who tab.
        window.location.hash = 'screens';
        window.location.reload();
      }),
    );
    await reloaded(() => crash('crashed'));
    expect(complaints).toEqual([]);
  });

  test('a page that crashes again and again, or cannot start, is not loaded for ever: it is said', async () => {
    await app.evaluate(({ app, dialog }) => {
      const asked: string[] = [];
      const state = { asked, answer: 0, quits: 0 };
      Object.assign(globalThis, { state });
      dialog.showMessageBox = async (...args: unknown[]) => {
        asked.push((args.at(-1) as Electron.MessageBoxOptions).message);
        return { response: state.answer, checkboxChecked: false };
      };
      app.quit = () => void state.quits++;
    });
    type State = { asked: string[]; answer: number; quits: number };
    const state = () => app.evaluate(() => (globalThis as unknown as { state: State }).state);
    // One crash was in the test before.
    await reloaded(() => crash('crashed'));
    expect((await state()).asked).toEqual([]);
    await reloaded(() => crash('oom'));
    expect((await state()).asked).toEqual(['The window keeps crashing']);
    await app.evaluate(() => void Object.assign((globalThis as unknown as { state: State }).state, { answer: 1 }));
    await crash('launch-failed');
    await expect.poll(state).toMatchObject({ asked: { length: 2 }, quits: 1 });
  });

  /** Loads the page again in whatever way, and waits until it is drawn from what came through its port. */
  async function reloaded(how: () => Promise<unknown>): Promise<void> {
    await app.page.evaluate(() => void Object.assign(window, { before: true }));
    await how();
    await app.page.waitForFunction(() => document.querySelector('#screens') !== null && !('before' in window));
  }

  function crash(reason: string): Promise<void> {
    return app.evaluate(({ BrowserWindow }, reason) => {
      BrowserWindow.getAllWindows()[0]!.webContents.emit('render-process-gone', {}, { reason });
    }, reason);
  }

  function chooseInMenu(id: string, triggeredByAccelerator = false): Promise<void> {
    return app.evaluate(
      ({ Menu, BrowserWindow }, { id, triggeredByAccelerator }) => {
        const [window] = BrowserWindow.getAllWindows();
        Menu.getApplicationMenu()!.getMenuItemById(id)!.click({ triggeredByAccelerator }, window, window!.webContents);
      },
      { id, triggeredByAccelerator },
    );
  }
});

function blot(red = 200): Promise<Buffer> {
  const blot = {
    create: { width: 24, height: 16, channels: 4 as const, background: { r: red, g: 40, b: 90, alpha: 0.5 } },
  };
  return sharp(blot).png().toBuffer();
}

async function sizeOf(path: string): Promise<[number, number] | null> {
  try {
    const { width, height } = await sharp(await readFile(path)).metadata();
    return [width, height];
  } catch {
    return null;
  }
}
