import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import { cliEnvironment } from '../cli/run-cli.ts';
import { MODELS } from './served-studio.ts';

const HOST = join(import.meta.dirname, '../../src/main/hosts/web/index.ts');

export interface HostRun {
  readonly child: ChildProcess;
  /** The address that it printed; rejects if it ends before. */
  readonly address: Promise<string>;
  /** So far. */
  said(): { stdout: string; stderr: string };
  readonly ended: Promise<{ code: number | null; signal: string | null; stdout: string; stderr: string }>;
}

interface HostSetting {
  /** A module that is loaded first. */
  preload?: string;
  env?: NodeJS.ProcessEnv;
}

/** The web host as its users start it, in a process of its own; what it keeps goes into `home`. */
export function runHost(home: string, args: readonly string[], { preload, env }: HostSetting = {}): HostRun {
  const { DISPLAY: _x, WAYLAND_DISPLAY: _wayland, ...environment } = cliEnvironment();
  const child = spawn(process.execPath, [...(preload ? ['--import', preload] : []), HOST, ...args], {
    cwd: home,
    env: {
      ...environment,
      OHMBRUSH_MODELS: MODELS,
      HOME: home,
      XDG_CACHE_HOME: join(home, 'cache'),
      XDG_DATA_HOME: join(home, 'data'),
      ...env,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let stdout = '';
  let stderr = '';
  const ended = new Promise<Awaited<HostRun['ended']>>((resolve) => {
    child.on('close', (code, signal) => resolve({ code, signal, stdout, stderr }));
  });
  const address = new Promise<string>((resolve, reject) => {
    child.stdout!.on('data', (chunk) => {
      stdout += chunk;
      const found = /http:\S+(?=\n)/.exec(stdout)?.[0];
      if (found) resolve(found);
    });
    child.stderr!.on('data', (chunk) => {
      stderr += chunk;
    });
    void ended.then((end) => reject(new Error(`it ended: ${JSON.stringify(end)}`)));
  });
  // Runs that are expected to fail never ask for it.
  address.catch(() => {});
  return { child, address, ended, said: () => ({ stdout, stderr }) };
}
