import { type ChildProcess, fork, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { chromium, type Page, _electron as playwrightElectron } from 'playwright-core';
import { fixture } from '../golden/read-golden.ts';
import { PATIENCE } from '../patience.ts';
import { CHROMIUM } from '../stand-in/chromium.ts';

const ROOT = join(import.meta.dirname, '../..');
const MAIN = join(ROOT, 'out/main/hosts/electron/index.js');
const REGISTER = new URL('../stand-in/register.ts', import.meta.url).href;

type ElectronModule = typeof import('electron');

/** The built app, with ways to run code in main and in its page. */
export interface RunningApp {
  readonly page: Page;
  /** Runs a function in main, from its source: it can use only Electron's module and one argument. */
  evaluate<R, A = undefined>(run: (electron: ElectronModule, argument: A) => R | Promise<R>, argument?: A): Promise<R>;
  /** Exit code of main. */
  readonly ended: Promise<number | null>;
  /** Kills the app at once, for the end of a test. */
  end(): Promise<void>;
}

/** Electron's binary as npm's package keeps it, or null where it was not downloaded. */
function electronBinary(): string | null {
  const folder = join(ROOT, 'node_modules/electron');
  const name = readIfThere(join(folder, 'path.txt'))?.trim();
  if (!name) return null;
  const binary = join(folder, 'dist', name);
  return existsSync(binary) ? binary : null;
}

const binary = electronBinary();

/** Which Electron the specs run on; every report has to state it. */
export const RUNS_ON = binary ? 'Electron' : 'the stand-in, not Electron';

/** Why the specs cannot run here, or null. */
export const OBSTACLE = !existsSync(MAIN)
  ? 'the app is not built (npm run build)'
  : !binary && !existsSync(CHROMIUM)
    ? `neither Electron's binary nor ${CHROMIUM} is there`
    : null;

interface Folders {
  userData: string;
  library: string;
}

function flags({ userData, library }: Folders): string[] {
  // Chromium wants no sandbox where it is started by root, as in containers.
  const root = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
  return [`--user-data-dir=${userData}`, `--library=${library}`, '--lang=en-US', ...root];
}

/** The golden tests' tiny model beside the one that ships, and no calibrations of the user's. */
function environment({ userData }: Folders): Record<string, string> {
  return {
    ...(process.env as Record<string, string>),
    OHMBRUSH_MODELS: fixture('networks'),
    XDG_CACHE_HOME: join(userData, 'cache'),
  };
}

/** Starts it and waits for its page. */
export function startApp(folders: Folders): Promise<RunningApp> {
  return binary ? startElectron(binary, folders) : startStandIn(folders);
}

/** Starts it only to see what becomes of it: it is refused, or gives way to one that runs already. */
export async function startInVain(folders: Folders): Promise<{ code: number | null; stderr: string }> {
  const child = binary
    ? spawn(binary, [ROOT, ...flags(folders)], { env: environment(folders) })
    : spawn(process.execPath, ['--import', REGISTER, MAIN, ...flags(folders)], {
        cwd: ROOT,
        env: environment(folders),
      });
  let stderr = '';
  child.stderr.on('data', (text) => (stderr += text));
  const [code] = await once(child, 'close');
  return { code, stderr };
}

async function startElectron(executablePath: string, folders: Folders): Promise<RunningApp> {
  const app = await playwrightElectron.launch({
    executablePath,
    args: [ROOT, ...flags(folders)],
    env: environment(folders),
    timeout: PATIENCE,
  });
  const child = app.process();
  const ended = exitOf(child);
  return {
    page: patient(await app.firstWindow({ timeout: PATIENCE })),
    evaluate: (run, argument) => app.evaluate(run as never, argument as never),
    ended,
    async end() {
      child.kill('SIGKILL');
      await ended;
    },
  };
}

async function startStandIn(folders: Folders): Promise<RunningApp> {
  // Of an earlier start.
  rmSync(portFile(folders), { force: true });
  const child = fork(MAIN, flags(folders), {
    cwd: ROOT,
    env: environment(folders),
    execArgv: ['--import', REGISTER],
    serialization: 'advanced',
  });
  const ended = exitOf(child);
  let orders = 0;
  const end = async () => {
    // Chromium would continue to run after main is killed.
    if (child.connected) child.send({ id: 0, source: '({ app }) => app.exit()', argument: undefined });
    await ended;
  };
  const page = await pageOf(folders, ended).catch(async (error) => {
    await end();
    throw error;
  });
  return {
    page,
    async evaluate(run, argument) {
      const id = ++orders;
      const { promise, resolve } = Promise.withResolvers<{ id: number; value?: unknown; error?: string }>();
      const take = (reply: { id: number }) => reply.id === id && resolve(reply);
      child.on('message', take);
      child.send({ id, source: String(run), argument });
      const reply = await promise;
      child.off('message', take);
      if (reply.error !== undefined) throw new Error(reply.error);
      return reply.value as never;
    },
    ended,
    end,
  };
}

/** Where Chromium writes the port under which its pages are reached. */
function portFile({ userData }: Folders): string {
  return join(userData, 'chromium/DevToolsActivePort');
}

/** The stand-in's page through a connection of our own, as Playwright has it in Electron. */
async function pageOf(folders: Folders, ended: Promise<unknown>): Promise<Page> {
  const file = portFile(folders);
  let running = true;
  void ended.then(() => (running = false));
  while (running) {
    // The file exists before its two lines are written.
    const [, port, path] = /^(\d+)\n(\/devtools\/browser\/[\w-]{36})$/.exec(readIfThere(file)?.trim() ?? '') ?? [];
    if (port) {
      const browser = await chromium.connectOverCDP(`ws://127.0.0.1:${port}${path}`, {
        noDefaults: true,
        timeout: PATIENCE,
      });
      const page = browser.contexts()[0]?.pages()[0];
      if (page) {
        await patient(page).waitForURL(/^https:/);
        return page;
      }
      await browser.close();
    }
    await sleep(50);
  }
  throw new Error('the app ended before its page was there');
}

function patient(page: Page): Page {
  page.setDefaultTimeout(PATIENCE);
  return page;
}

/** null where there is no such file, or not yet. */
function readIfThere(path: string): string | null {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return null;
  }
}

async function exitOf(child: ChildProcess): Promise<number | null> {
  const [code] = await once(child, 'exit');
  return code;
}
