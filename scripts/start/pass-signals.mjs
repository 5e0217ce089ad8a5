const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'];
const LOOK_MS = 250;

const parent = process.ppid;

/**
 * A signal that would end this process ends a child instead, until the child has ended.
 *
 * npm sends SIGTERM to the shell between npm and this process. Debian's shell ends without passing it on, which this
 * process can only notice by its parent having changed.
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
