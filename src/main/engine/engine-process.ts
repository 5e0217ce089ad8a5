import { fork } from 'node:child_process';
import type { EngineRequest } from '../../shared/engine/engine-protocol.ts';
import { type Phrase, phrase } from '../../shared/refusals.ts';

/** The engine's process as the client sees it. How it is started is the host's business. */
export interface EngineProcess {
  /** Lost where the process has ended: `onExit` tells. */
  send(message: EngineRequest): void;
  /** What it says; not yet validated. */
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
  /** Ends it at once, whatever it is doing. */
  kill(): void;
}

/**
 * @param entry absolute path of worker/engine.ts, or of worker/engine.js where the program is built
 * @param env what its environment has beside ours
 */
export type LaunchEngine = (entry: string, env?: Readonly<Record<string, string>>) => EngineProcess;

/** How a process ends that has read or run what it must not. */
const CRASHES = ['SIGSEGV', 'SIGBUS', 'SIGILL', 'SIGFPE', 'SIGABRT', 'SIGTRAP'];

/** The engine as a child of Node: what every host but Electron's starts. */
export const forkEngine: LaunchEngine = (entry, env) => {
  // Stdout belongs to the host (a JSON document, perhaps): whatever the engine prints goes to stderr.
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
    // With a callback an error is not an event that nobody listens to; the exit says the same.
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
