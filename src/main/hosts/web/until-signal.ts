/**
 * Under npm Ctrl-C arrives from the terminal, from npm and from our start script; signals this close together count as
 * one.
 */
const ONE_SIGNAL_MS = 1000;

/** Resolves at the first SIGTERM, SIGINT or SIGHUP (the terminal was closed). A later one ends the process at once. */
export function untilSignal(): Promise<void> {
  return new Promise((resolve) => {
    let first: number | null = null;
    const onSignal = () => {
      const now = performance.now();
      if (first === null) {
        first = now;
        resolve();
      } else if (now - first > ONE_SIGNAL_MS) {
        process.exit(1);
      }
    };
    process.on('SIGINT', onSignal).on('SIGTERM', onSignal).on('SIGHUP', onSignal);
  });
}
