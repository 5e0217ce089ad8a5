import { type Engine, startEngine } from '../../engine/engine-client.ts';
import { cacheFolder } from '../../folders.ts';
import { withCancel } from './with-cancel.ts';

/** Runs `body` with an engine and closes the engine afterwards; Ctrl-C as in withCancel. */
export function withEngine<T>(body: (engine: Engine, signal: AbortSignal) => Promise<T>): Promise<T> {
  return withCancel(async (signal) => {
    const engine = startEngine({ cacheFolder: cacheFolder() });
    try {
      return await body(engine, signal);
    } finally {
      await engine.close();
    }
  });
}
