import { cancelled } from '../../../shared/errors.ts';

/** Under `npm run` Ctrl-C arrives twice, from the terminal and from npm; signals this close together count as one. */
const ONE_SIGNAL_MS = 500;

/**
 * Runs `body` with handlers for the terminal's signals. The first Ctrl-C (or SIGTERM) aborts its signal, and any error
 * that follows counts as that cancellation; the second one ends the process at once.
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
