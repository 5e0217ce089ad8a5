import { utilityProcess } from 'electron';
import type { EngineRequest } from '../../../shared/engine-protocol.ts';
import type { LaunchEngine } from '../../engine/engine-process.ts';

/** The engine as a utility process: Electron's V8 keeps a process below 4 GB, and this one gets its own. */
export const launchEngine: LaunchEngine = (entry) => {
  const child = utilityProcess.fork(entry, [], { serviceName: 'Ohmbrush engine', stdio: 'inherit' });
  const { promise: ended, resolve: end } = Promise.withResolvers<string>();
  child.on('exit', (code) => end(`the engine process ended (exit code ${code})`));
  const send = (message: EngineRequest) => child.postMessage(message);
  return {
    send,
    onMessage: (listener) => void child.on('message', listener),
    onExit: (listener) => void ended.then(listener),
    async stop() {
      send({ type: 'stop' });
      await ended;
    },
    kill() {
      // Electron's own kill() asks with SIGTERM first, which an engine that hangs may never answer. No pid: already gone.
      if (child.pid !== undefined) process.kill(child.pid, 'SIGKILL');
    },
  };
};
