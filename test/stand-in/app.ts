import { EventEmitter } from 'node:events';
import { mkdirSync, readFileSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { closeChromium } from './chromium.ts';
import { isPrevented } from './preventable.ts';
import { takeInstanceLock } from './single-instance.ts';

/** The app's windows, as far as quitting is concerned. */
export const openWindows = new Set<{ close(): void }>();

const switches = new Map(
  process.argv.flatMap((argument) => {
    const [, name, value = ''] = /^--([^=]+)(?:=(.*))?$/.exec(argument) ?? [];
    return name === undefined ? [] : [[name, value] as const];
  }),
);

class App extends EventEmitter {
  readonly isPackaged = false;
  readonly name = 'ohmbrush';
  readonly commandLine = {
    hasSwitch: (name: string) => switches.has(name),
    getSwitchValue: (name: string) => switches.get(name) ?? '',
  };
  #paths: Record<string, string> = {
    appData: join(homedir(), '.config'),
    downloads: tmpdir(),
    userData: switches.get('user-data-dir') ?? join(homedir(), '.config', 'ohmbrush'),
  };
  #quitting = false;

  whenReady = () => Promise.resolve();
  enableSandbox() {}
  setAboutPanelOptions() {}
  getPreferredSystemLanguages = () => [switches.get('lang') ?? 'en-US'];
  getVersion = () => JSON.parse(readFileSync('package.json', 'utf8')).version as string;
  setPath(name: string, path: string) {
    this.#paths[name] = path;
  }
  getPath(name: string): string {
    const path = this.#paths[name];
    if (path === undefined) throw new Error(`the stand-in has no path '${name}'`);
    mkdirSync(path, { recursive: true });
    return path;
  }
  requestSingleInstanceLock(): boolean {
    return takeInstanceLock(this.getPath('userData'), () => this.emit('second-instance', {}, [], process.cwd()));
  }

  quit(): void {
    if (this.#quitting) return;
    if (isPrevented(this, 'before-quit')) return;
    this.#quitting = true;
    for (const window of [...openWindows]) window.close();
    this.#quitting = false;
    if (openWindows.size === 0) void this.#end();
  }

  /** After the last window was closed. */
  windowClosed(): void {
    if (openWindows.size === 0 && !this.#quitting) this.quit();
  }

  exit(code = 0): void {
    void closeChromium().finally(() => process.exit(code));
  }

  async #end(): Promise<void> {
    if (isPrevented(this, 'will-quit')) return;
    this.emit('quit', {}, 0);
    this.exit();
  }
}

export const app = new App();
process.on('SIGTERM', () => app.quit());
