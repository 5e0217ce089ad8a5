import { fork } from 'node:child_process';
import type { EngineRequest } from '../../shared/engine/engine-protocol.ts';
import { type Phrase, phrase } from '../../shared/refusals.ts';

/** The engine's process as the client sees it. Each host decides how it is started. */
export interface EngineProcess {
  /** Messages to a process that has ended are lost; `onExit` reports the end. */
  send(message: EngineRequest): void;
  /** Messages from the process, not yet validated. */
  onMessage(listener: (message: unknown) => void): void;
  /**
   * Called once, however it ends.
   * @param listener why ('the engine process ended (exit code 1)'); crashed: machine code ended
   *   it, no error
   *   of JavaScript and nobody from outside
   */
  onExit(listener: (why: Phrase, crashed?: boolean) => void): void;
  /** Asks it to end; resolves once it has. */
  stop(): Promise<void>;
  /** Kills it at once, whatever it is doing. */
  kill(): void;
}

/**
 * @param entry absolute path of worker/engine.ts, or of worker/engine.js where the program is built
 * @param env environment variables beside our own
 */
export type LaunchEngine = (entry: string, env?: Readonly<Record<string, string>>) => EngineProcess;

/** Signals that end a process whose machine code crashed. */
const CRASHES = ['SIGSEGV', 'SIGBUS', 'SIGILL', 'SIGFPE', 'SIGABRT', 'SIGTRAP'];

/** Starts the engine as a child of Node, as every host but Electron's does. */
export const forkEngine: LaunchEngine = (entry, env) => {
  // Stdout belongs to the host (it may be a JSON document): what the engine prints goes to stderr.
  const child = fork(entry, [], {
    serialization: 'advanced',
    stdio: ['ignore', 2, 2, 'ipc'],
    env: { ...process.env, ...env },
  });
  const { promise: ended, resolve: end } = Promise.withResolvers<[why: Phrase, crashed: boolean]>();
  child.on('error', (error) => end([phrase('engine-not-started', { why: error.message }), false]));
  child.on('exit', (code, signal) => {
    // Windows has no signals, but exit codes like 0xC0000005.
    const crashed = signal ? CRASHES.includes(signal) : (code ?? 0) > 255;
    end([
      signal ? phrase('engine-ended-by', { signal }) : phrase('engine-ended-with', { code: Number(code) }),
      crashed,
    ]);
  });
  return {
    // With a callback, a send error is not emitted as an unhandled 'error' event; `onExit` reports the end anyway.
    send: (message) => void child.send(message, () => {}),
    onMessage: (listener) => void child.on('message', listener),
    onExit: (listener) => void ended.then(([why, crashed]) => listener(why, crashed)),
    async stop() {
      child.send({ type: 'stop' } satisfies EngineRequest, () => {});
      await ended;
    },
    kill: () => void child.kill('SIGKILL'),
  };
};
