import { type ChildProcess, fork } from 'node:child_process';
import { EventEmitter } from 'node:events';

/** Node's child process with the interface of Electron's utility process. */
class UtilityProcess extends EventEmitter {
  readonly #child: ChildProcess;

  constructor(entry: string, args: string[], { env }: { readonly env?: NodeJS.ProcessEnv }) {
    super();
    this.#child = fork(entry, args, {
      serialization: 'advanced',
      env: env ?? process.env,
      execArgv: ['--import', new URL('../engine/utility-process.mjs', import.meta.url).href],
    });
    // Electron's processes do not outlive main.
    process.on('exit', () => this.#child.kill('SIGKILL'));
    this.#child.on('message', (message) => this.emit('message', message));
    this.#child.on('exit', (code) => this.emit('exit', code ?? 1));
  }

  get pid(): number | undefined {
    return this.#child.exitCode === null && this.#child.signalCode === null ? this.#child.pid : undefined;
  }
  postMessage(message: object): void {
    this.#child.send(message, () => {});
  }
  kill(): boolean {
    return this.#child.kill();
  }
}

export const utilityProcess = {
  fork: (entry: string, args: string[] = [], options: { readonly env?: NodeJS.ProcessEnv } = {}) =>
    new UtilityProcess(entry, args, options),
};
