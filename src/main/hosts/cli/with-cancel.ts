import { cancelled } from '../../../shared/errors.ts';

/** Ctrl-C under `npm run` arrives twice, from the terminal and passed on by npm; signals this close together are one. */
const ONE_SIGNAL_MS = 500;

/**
 * Runs `body` under the terminal's signals. The first Ctrl-C (or SIGTERM) fires its signal, and whatever error follows is that
 * cancellation; the second one ends the process at once.
 */
export async function withCancel<T>(body: (signal: AbortSignal) => Promise<T>): Promise<T> {
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
  try {
    return await body(abort.signal);
  } catch (error) {
    throw abort.signal.aborted ? cancelled() : error;
  } finally {
    process.off('SIGINT', onSignal).off('SIGTERM', onSignal);
  }
}
