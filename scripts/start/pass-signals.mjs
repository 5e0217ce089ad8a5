const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'];
const LOOK_MS = 250;

const parent = process.ppid;

/**
 * What would end us ends a child instead, until it has ended.
 *
 * npm passes SIGTERM to the shell between us, and Debian's dies of it without passing it on. We know only by its
 * absence.
 */
export function passSignals(child) {
  const passOn = (signal) => child.kill(signal);
  for (const signal of SIGNALS) process.on(signal, passOn);
  const look = setInterval(() => {
    if (process.env.npm_lifecycle_event !== 'start' || process.ppid === parent) return;
    clearInterval(look);
    passOn('SIGTERM');
  }, LOOK_MS);
  child.once('close', () => {
    clearInterval(look);
    for (const signal of SIGNALS) process.off(signal, passOn);
  });
}
