import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Browser, chromium, type Page } from 'playwright-core';
import { fixture } from '../golden/read-golden.ts';
import { PATIENCE } from '../patience.ts';
import { CHROMIUM } from '../stand-in/chromium.ts';
import { type Client, connectTo } from '../web/connect.ts';

const ROOT = join(import.meta.dirname, '../..');
const HOST = join(ROOT, 'out/main/hosts/web/index.js');
const SCREENS = join(ROOT, 'out/renderer/index.html');

/** Why the screens cannot be tested here, or null. */
export const OBSTACLE =
  !existsSync(HOST) || !existsSync(SCREENS)
    ? 'the studio is not built (npm run build)'
    : existsSync(CHROMIUM)
      ? null
      : `there is no ${CHROMIUM}`;

/** The built web host on a library of its own, and Debian's Chromium in front of it. */
export interface OpenStudio {
  readonly page: Page;
  /** The same contract as the page's, for what a test does not do by hand. */
  readonly api: Client;
  readonly folder: string;
  /** Process of the host. */
  readonly pid: number;
  /** Errors that the page printed or threw, content security violations among them. */
  readonly complaints: string[];
  /** Whole address, token included. */
  readonly address: string;
  /** Sends a signal and waits for the end. */
  stop(signal: NodeJS.Signals): Promise<number | null>;
  /** The contract over a new connection: a library that was opened anew is not the one of an old connection. */
  connect(): Promise<Client>;
  /** Starts the host again on the same library and port, behind the page that is open. */
  startAgain(): Promise<void>;
  /** Starts it again on the same library, in a fresh page. */
  restart(): Promise<OpenStudio>;
  close(): Promise<void>;
}

interface Options {
  folder?: string;
  /** Before the page is opened: choices to find remembered, pictures to find in the library. */
  prepare?: (api: Client, address: string) => Promise<void>;
  /** Of the browser. */
  locale?: string;
  viewport?: { width: number; height: number };
  reducedMotion?: 'reduce' | 'no-preference';
}

export async function openStudio(options: Options = {}): Promise<OpenStudio> {
  const folder = options.folder ?? (await mkdtemp(join(tmpdir(), 'ohmbrush-e2e-')));
  const { child: first, address } = await startHost(folder);
  let child = first;
  const { client: api, socket } = await connectTo(address);
  const sockets = [socket];
  const complaints: string[] = [];
  let browser: Browser | null = null;
  let page: Page;
  try {
    await options.prepare?.(api, address);
    browser = await openBrowser();
    page = await openPage(browser, options, complaints);
    await page.goto(address);
    // Also where the library is damaged.
    await page.getByRole('main').waitFor();
  } catch (error) {
    // Nobody has it yet to close it.
    await browser?.close();
    child.kill('SIGKILL');
    throw complaints.length > 0 ? new Error(`the page complained: ${complaints.join('; ')}`, { cause: error }) : error;
  }

  async function stop(signal: NodeJS.Signals): Promise<number | null> {
    for (const socket of sockets) socket.close();
    if (child.exitCode !== null || child.signalCode !== null) return child.exitCode;
    const exit = once(child, 'exit');
    child.kill(signal);
    const [code] = await exit;
    return code;
  }

  return {
    page,
    api,
    folder,
    pid: child.pid!,
    complaints,
    address,
    stop,
    async connect() {
      const { client, socket } = await connectTo(address);
      sockets.push(socket);
      return client;
    },
    async startAgain() {
      ({ child } = await startHost(folder, new URL(address).port));
    },
    async restart() {
      await stop('SIGTERM');
      await browser?.close();
      const { prepare: _, ...same } = options;
      return openStudio({ ...same, folder });
    },
    async close() {
      await browser?.close();
      await stop('SIGKILL');
      await rm(folder, { recursive: true, force: true, maxRetries: 3 });
    },
  };
}

/** Starts the built web host. The golden tests' tiny model stands beside the one that ships. */
async function startHost(folder: string, port = '0'): Promise<{ child: ChildProcess; address: string }> {
  const child = spawn(process.execPath, [HOST, '--no-open', '--port', port, '--library', join(folder, 'library')], {
    env: { ...process.env, OHMBRUSH_MODELS: fixture('networks'), XDG_CACHE_HOME: join(folder, 'cache') },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let printed = '';
  for await (const text of child.stdout!) {
    printed += text;
    const address = /http:\S+(?=\n)/.exec(printed)?.[0];
    if (address) return { child, address };
  }
  throw new Error(`the web host ended without an address: ${printed}`);
}

/** @param complaints takes what the page complains of */
async function openPage(browser: Browser, options: Options, complaints: string[]): Promise<Page> {
  const context = await browser.newContext({
    viewport: options.viewport ?? { width: 1440, height: 900 },
    locale: options.locale ?? 'en-US',
    reducedMotion: options.reducedMotion ?? 'no-preference',
  });
  context.setDefaultTimeout(PATIENCE);
  const page = await context.newPage();
  page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()));
  page.on('pageerror', (error) => complaints.push(error.message));
  return page;
}

function openBrowser(): Promise<Browser> {
  return chromium.launch({
    timeout: PATIENCE,
    executablePath: CHROMIUM,
    args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking'],
  });
}
