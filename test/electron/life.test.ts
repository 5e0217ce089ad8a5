import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openLibrary } from '../../src/main/library/open-library.ts';
import { describeUnless } from '../obstacle.ts';
import { type Api, connectThrough } from './api.ts';
import { OBSTACLE, RUNS_ON, type RunningApp, startApp, startInVain } from './app.ts';
import { tinyDraft } from './drafts.ts';

/** What the test's functions in main record for it. */
interface Seen {
  /** Process ids of the engines that were started. */
  engines: number[];
  focused: number;
  questions: { message: string; buttons: string[] }[];
  answer: number;
  progress: number[];
  awake: number;
}

/** One library through two starts, in order: each test goes on where the one before it stopped. */
describeUnless(OBSTACLE, `starting, painting and quitting on ${RUNS_ON}`, () => {
  let folder: string;
  let folders: { userData: string; library: string };
  let app: RunningApp;
  let api: Api;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'ohmbrush-electron-'));
    folders = { userData: join(folder, 'user'), library: join(folder, 'library') };
    await start();
  });
  afterAll(async () => {
    await app?.end();
    await rm(folder, { recursive: true, force: true });
  });

  async function start(): Promise<void> {
    app = await startApp(folders);
    await watch(app);
    api = await connectThrough(app.page);
  }
  const seen = () => app.evaluate(() => (globalThis as unknown as { seen: Seen }).seen);

  test('paints in a process of its own, whose death costs one picture', async () => {
    const total = async () => (await api.pictures.facets()).total;
    await api.queue.add({ drafts: [tinyDraft()], first: false, sweep: null });
    await expect.poll(total).toBe(1);

    await api.queue.add({ drafts: [longDraft, tinyDraft({ seed: 2 })], first: false, sweep: null });
    for await (const event of await api.studio.events()) {
      if (event.type === 'progress' && event.progress.phase === 'step') break;
    }
    expect((await seen()).awake).toBe(1);
    process.kill((await seen()).engines.at(-1)!, 'SIGKILL');
    await expect.poll(total).toBe(2);
    const { stopped } = await api.queue.state();
    expect(stopped.map((job) => [job.state, job.error?.code])).toEqual([['failed', 'engine-died']]);
  });

  test('shows on the taskbar how far it is, keeps the computer awake, and stops both', async () => {
    await expect.poll(async () => (await seen()).awake).toBe(0);
    const { progress } = await seen();
    expect(progress.some((share) => share > 0 && share < 1)).toBe(true);
    expect(progress.at(-1)).toBe(-1);
  });

  test('a second start brings the first window forward and ends', async () => {
    expect((await startInVain(folders)).code).toBe(0);
    await expect.poll(async () => (await seen()).focused).toBeGreaterThan(0);
  });

  test('asks before it leaves a picture unfinished', async () => {
    await api.queue.add({ drafts: [longDraft, tinyDraft({ seed: 3 })], first: false, sweep: null });
    await expect.poll(async () => (await api.queue.state()).waiting[0]?.state).toBe('running');
    await closeWindow(app);
    await expect
      .poll(async () => (await seen()).questions)
      .toEqual([{ message: 'A picture is being painted. Quit anyway?', buttons: ['Quit', 'Keep painting'] }]);
    expect((await api.queue.state()).waiting.map((job) => job.state)).toEqual(['running', 'queued']);

    await app.evaluate(({ BrowserWindow }) => {
      Object.assign((globalThis as unknown as { seen: Seen }).seen, { answer: 0 });
      BrowserWindow.getAllWindows()[0]!.setBounds({ x: 40, y: 50, width: 1100, height: 700 });
    });
    const bounds = () => app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]!.getNormalBounds());
    await expect.poll(bounds).toMatchObject({ width: 1100, height: 700 });
    await closeWindow(app);
    expect(await app.ended).toBe(0);
  });

  test('comes back with its queue, paused, and its window where it was', async () => {
    await start();
    const { paused, restored, waiting } = await api.queue.state();
    expect({ paused, restored, waiting: waiting.length }).toEqual({ paused: true, restored: 2, waiting: 2 });
    const bounds = () => app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]!.getNormalBounds());
    // A window takes its size a moment after it is there.
    await expect.poll(bounds).toMatchObject({ width: 1100, height: 700 });
  });

  test('quits without a question where nothing is painted', async () => {
    await app.evaluate(({ app }) => void setImmediate(() => app.quit()));
    // A question would be answered with 'Keep painting'.
    expect(await app.ended).toBe(0);
  });

  test.each([
    ['thrown', 'en', 'Ohmbrush has to close'],
    ['rejected', 'zh', 'Ohmbrush 需要关闭'],
  ])(
    'what nobody caught (%s) is said without a stack in the language of the app (%s), after all is written',
    async (how, language, title) => {
      await start();
      await api.studio.remember({ key: 'language', value: language });
      const box = join(folder, 'box.json');
      await app.evaluate(
        ({ dialog }, { box, how }) => {
          dialog.showErrorBox = (...said) =>
            process.getBuiltinModule('node:fs').writeFileSync(box, JSON.stringify(said));
          setImmediate(() => {
            const planted = new Error('planted\nin two lines');
            if (how === 'rejected') void Promise.reject(planted);
            else throw planted;
          });
        },
        { box, how },
      );
      expect(await app.ended).toBe(1);
      const said = JSON.parse(await readFile(box, 'utf8'));
      expect(said).toEqual([title, expect.stringMatching(/^.+\n\nplanted in two lines$/)]);
      // Closed, not cut off.
      expect(existsSync(join(folders.library, 'library.db-wal'))).toBe(false);
      const library = await openLibrary({ folder: folders.library });
      const waiting = library.db.prepare("SELECT count(*) FROM jobs WHERE state = 'queued'").pluck().get();
      await library.close();
      expect(waiting).toBe(2);
    },
  );

  // In Electron this is a dialog that waits for somebody.
  test.skipIf(RUNS_ON === 'Electron')('says why where the library belongs to another process', async () => {
    const library = await openLibrary({ folder: folders.library });
    const { code, stderr } = await startInVain(folders);
    await library.close();
    expect(code).toBe(1);
    expect(stderr).toMatch(/Ohmbrush cannot start: .*library/);
  });

  test('a damaged library is shown, not a reason to end; it is left with exit code 0', async () => {
    await writeFile(join(folders.library, 'library.db'), 'no database, but long enough to look at '.repeat(200));
    await start();
    await app.page.waitForFunction(() => document.body.textContent.trim() !== '');
    expect((await api.maintenance.status()).problem).toMatchObject({ code: 'bad-library' });
    await closeWindow(app);
    expect(await app.ended).toBe(0);
  });
});

const longDraft = tinyDraft({ steps: 200, width: 512, height: 512 });

/** Replaces the functions that ask, show and start by ones that record their calls. */
function watch(app: RunningApp): Promise<void> {
  return app.evaluate(({ BrowserWindow, dialog, powerSaveBlocker, utilityProcess }) => {
    const seen: Seen = { engines: [], focused: 0, questions: [], answer: 1, progress: [], awake: 0 };
    Object.assign(globalThis, { seen });
    dialog.showMessageBox = async (...args: unknown[]) => {
      const { message, buttons = [] } = args.at(-1) as Electron.MessageBoxOptions;
      seen.questions.push({ message, buttons });
      return { response: seen.answer, checkboxChecked: false };
    };
    const window = BrowserWindow.getAllWindows()[0]!;
    window.setProgressBar = (share) => void seen.progress.push(share);
    window.focus = () => void seen.focused++;
    const { start, stop } = powerSaveBlocker;
    powerSaveBlocker.start = (type) => {
      seen.awake++;
      return start(type);
    };
    powerSaveBlocker.stop = (id) => {
      seen.awake--;
      return stop(id);
    };
    const { fork } = utilityProcess;
    utilityProcess.fork = (...args) => {
      const engine = fork(...args);
      // Electron knows the id once the process is there.
      engine.once('message', () => void seen.engines.push(engine.pid!));
      return engine;
    };
  });
}

function closeWindow(app: RunningApp): Promise<void> {
  return app.evaluate(({ BrowserWindow }) => void setImmediate(() => BrowserWindow.getAllWindows()[0]!.close()));
}
