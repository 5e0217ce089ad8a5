import { utilityProcess } from 'electron';
import type { EngineRequest } from '../../../shared/engine/engine-protocol.ts';
import { phrase } from '../../../shared/refusals.ts';
import type { LaunchEngine } from '../../engine/engine-process.ts';

/** The engine as a utility process: Electron's V8 limits a process to 4 GB, so the engine gets its own. */
export const launchEngine: LaunchEngine = (entry, env) => {
  const child = utilityProcess.fork(entry, [], {
    serviceName: 'Ohmbrush engine',
    stdio: 'inherit',
    env: { ...process.env, ...env },
  });
  let killed = false;
  const { promise: ended, resolve: end } = Promise.withResolvers<number>();
  child.on('exit', end);
  const send = (message: EngineRequest) => child.postMessage(message);
  return {
    send,
    onMessage: (listener) => void child.on('message', listener),
    // The engine itself exits with 0 or 1; a crash gives the number of its signal, or Windows' exception code.
    onExit: (listener) =>
      void ended.then((code) => listener(phrase('engine-ended-with', { code }), !killed && (code > 1 || code < 0))),
    async stop() {
      send({ type: 'stop' });
      await ended;
    },
    kill() {
      killed = true;
      // Electron's kill() first sends SIGTERM, which a hanging engine may never handle. No pid: it has already ended.
      if (child.pid !== undefined) process.kill(child.pid, 'SIGKILL');
    },
  };
};
