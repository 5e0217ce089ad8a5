import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { openLibrary } from '../../src/main/library/open-library.ts';
import { connectThrough } from './api.ts';
import { OBSTACLE, RUNS_ON, type RunningApp, startApp, startInVain } from './app.ts';
import { tinyDraft } from './drafts.ts';

/** What the test's own functions in main leave for it to look at. */
interface Seen {
  questions: { message: string; buttons: string[] }[];
  answer: number;
  progress: number[];
  awake: number;
}

describe.skipIf(OBSTACLE)(`starting, painting and quitting on ${RUNS_ON}`, () => {
  let folder: string;
  let folders: { userData: string; library: string };
  let app: RunningApp | null = null;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'ohmbrush-electron-'));
    folders = { userData: join(folder, 'user'), library: join(folder, 'library') };
  });
  afterEach(async () => {
    await app?.end();
    app = null;
    await rm(folder, { recursive: true, force: true });
  });

  test('quits without a question where nothing is painted, and remembers its window', async () => {
    app = await startApp(folders);
    await watch(app);
    await (await connectThrough(app.page)).studio.info();
    await app.evaluate(({ BrowserWindow }) =>
      BrowserWindow.getAllWindows()[0]!.setBounds({ x: 40, y: 50, width: 1100, height: 700 }),
    );
    await app.evaluate(({ app }) => void setImmediate(() => app.quit()));
    expect(await app.ended).toBe(0);
    expect(JSON.parse(await readFile(join(folders.userData, 'window.json'), 'utf8'))).toMatchObject({
      width: 1100,
      height: 700,
      maximized: false,
    });
    app = await startApp(folders);
    const bounds = await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]!.getNormalBounds());
    expect(bounds).toMatchObject({ width: 1100, height: 700 });
  });

  test('asks before it leaves a picture unfinished, and keeps the queue', async () => {
    app = await startApp(folders);
    await watch(app);
    const api = await connectThrough(app.page);
    const drafts = [tinyDraft({ steps: 200, width: 256, height: 256 }), tinyDraft({ seed: 2 })];
    await api.queue.add({ drafts, first: false, sweep: null });
    const seen = () => app!.evaluate(() => (globalThis as unknown as { seen: Seen }).seen);
    await expect.poll(async () => (await seen()).progress.some((share) => share > 0), { timeout: 30_000 }).toBe(true);
    expect((await seen()).awake).toBe(1);

    await closeWindow(app);
    await expect.poll(async () => (await seen()).questions.length).toBe(1);
    expect((await seen()).questions[0]).toEqual({
      message: 'A picture is being painted. Quit anyway?',
      buttons: ['Quit', 'Keep painting'],
    });
    expect((await api.queue.state()).waiting.map((job) => job.state)).toEqual(['running', 'queued']);

    await app.evaluate(() => void Object.assign((globalThis as unknown as { seen: Seen }).seen, { answer: 0 }));
    await closeWindow(app);
    expect(await app.ended).toBe(0);

    app = await startApp(folders);
    const { paused, restored, waiting } = await (await connectThrough(app.page)).queue.state();
    expect({ paused, restored, waiting: waiting.length }).toEqual({ paused: true, restored: 2, waiting: 2 });
  });

  test('paints in a process of its own, whose death costs one picture', async () => {
    app = await startApp(folders);
    await watch(app);
    const api = await connectThrough(app.page);
    await api.queue.add({ drafts: [tinyDraft()], first: false, sweep: null });
    const total = async () => (await api.pictures.facets()).total;
    await expect.poll(total, { timeout: 30_000 }).toBe(1);

    await api.queue.add({
      drafts: [tinyDraft({ steps: 200, width: 256, height: 256 }), tinyDraft({ seed: 2 })],
      first: false,
      sweep: null,
    });
    const events = await api.studio.events();
    for await (const event of events) if (event.type === 'progress' && event.progress.phase === 'step') break;
    const pids = await app.evaluate(() =>
      (globalThis as unknown as { engines: { pid?: number }[] }).engines.map((e) => e.pid),
    );
    process.kill(pids.at(-1)!, 'SIGKILL');
    await expect.poll(total, { timeout: 30_000 }).toBe(2);
    const { stopped } = await api.queue.state();
    expect(stopped.map((job) => [job.state, job.error?.code])).toEqual([['failed', 'engine-died']]);
    const seen = await app.evaluate(() => (globalThis as unknown as { seen: Seen }).seen);
    expect(seen).toMatchObject({ awake: 0 });
    expect(seen.progress.at(-1)).toBe(-1);
  });

  test('a second start brings the first window forward and ends', async () => {
    app = await startApp(folders);
    await (await connectThrough(app.page)).studio.info();
    await app.evaluate(({ BrowserWindow }) => {
      const window = BrowserWindow.getAllWindows()[0]!;
      window.focus = () => Object.assign(globalThis, { focused: true });
    });
    expect((await startInVain(folders)).code).toBe(0);
    const focused = () => app!.evaluate(() => (globalThis as unknown as { focused?: boolean }).focused ?? false);
    await expect.poll(focused).toBe(true);
  });

  // In Electron this is a dialog that waits for somebody.
  test.skipIf(RUNS_ON === 'Electron')('says why where the library belongs to another process', async () => {
    const library = await openLibrary({ folder: folders.library });
    const { code, stderr } = await startInVain(folders);
    await library.close();
    expect(code).toBe(1);
    expect(stderr).toContain('Ohmbrush cannot start: ');
    expect(stderr).toMatch(/library.*in use|already open|another/i);
  });
});

/** Puts functions that remember in the place of those that ask, show and start. */
function watch(app: RunningApp): Promise<void> {
  return app.evaluate(({ BrowserWindow, dialog, powerSaveBlocker, utilityProcess }) => {
    const seen: Seen = { questions: [], answer: 1, progress: [], awake: 0 };
    const engines: unknown[] = [];
    Object.assign(globalThis, { seen, engines });
    dialog.showMessageBox = async (...args: unknown[]) => {
      const { message, buttons = [] } = args.at(-1) as Electron.MessageBoxOptions;
      seen.questions.push({ message, buttons });
      return { response: seen.answer, checkboxChecked: false };
    };
    BrowserWindow.getAllWindows()[0]!.setProgressBar = (share) => void seen.progress.push(share);
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
      engines.push(engine);
      return engine;
    };
  });
}

function closeWindow(app: RunningApp): Promise<void> {
  return app.evaluate(({ BrowserWindow }) => void setImmediate(() => BrowserWindow.getAllWindows()[0]!.close()));
}
