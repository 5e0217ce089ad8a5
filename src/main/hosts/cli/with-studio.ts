import { homedir } from 'node:os';
import { join } from 'node:path';
import { cancelled } from '../../../shared/errors.ts';
import { createStudio, type Studio } from '../../studio.ts';

/** Ctrl-C under `npm run` arrives twice, from the terminal and passed on by npm; signals this close together are one. */
const ONE_SIGNAL_MS = 500;

/**
 * Runs `body` with a studio and closes it after. The first Ctrl-C (or SIGTERM) fires the signal, and whatever error follows
 * is that cancellation; the second one ends the process at once.
 */
export async function withStudio<T>(body: (studio: Studio, signal: AbortSignal) => Promise<T>): Promise<T> {
  const abort = new AbortController();
  let abortedAt = 0;
  const onSignal = () => {
    const now = performance.now();
    if (abort.signal.aborted) {
      if (now - abortedAt > ONE_SIGNAL_MS) process.exit(1);
      return;
    }
    abortedAt = now;
    abort.abort();
    process.stderr.write('\nstopping; press Ctrl-C again to quit at once\n');
  };
  process.on('SIGINT', onSignal).on('SIGTERM', onSignal);
  const studio = createStudio({ cacheFolder: cacheFolder() });
  try {
    return await body(studio, abort.signal);
  } catch (error) {
    throw abort.signal.aborted ? cancelled() : error;
  } finally {
    await studio.close();
    process.off('SIGINT', onSignal).off('SIGTERM', onSignal);
  }
}

/** Where this system keeps what can be computed again. */
function cacheFolder(): string {
  if (process.platform === 'darwin') return join(homedir(), 'Library', 'Caches', 'ohmbrush');
  if (process.platform === 'win32') {
    return join(process.env.LOCALAPPDATA ?? join(homedir(), 'AppData', 'Local'), 'ohmbrush', 'Cache');
  }
  return join(process.env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'ohmbrush');
}
