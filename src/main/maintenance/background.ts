import { listBackups } from '../database/backups.ts';
import type { Library } from '../library/open-library.ts';

const HOUR = 60 * 60 * 1000;
const DAY = 24 * HOUR;

/** How often the whole library is verified, milliseconds. */
const VERIFY_EVERY = 7 * DAY;
/**
 * Pause between two files, milliseconds: a library of ten thousand pictures takes some minutes, without disturbing the
 * user.
 */
const VERIFY_PAUSE = 20;

/**
 * Maintains an open library in the background: a backup a day, a verification a week, a clock reading every hour.
 * Failures are reported by `Maintenance.status`, and the work is tried again an hour later.
 *
 * @param now milliseconds since 1970
 * @returns a function that stops it
 */
export function maintainInBackground(library: Library, now: () => number): { stop(): Promise<void> } {
  const stopped = new AbortController();
  const { signal } = stopped;
  let round = Promise.resolve();

  async function look(): Promise<void> {
    library.maintenance.lookAtClock();
    if (library.pictures.facets().total === 0) return;
    const [newest] = await listBackups(library.folder);
    if (!signal.aborted && (newest === undefined || isDue(newest.createdAt, DAY))) await library.maintenance.backUp();
    const verified = library.maintenance.verified();
    if (!signal.aborted && (verified === null || isDue(verified.at, VERIFY_EVERY))) {
      await library.maintenance.verify({ signal, pause: VERIFY_PAUSE });
    }
  }

  /** A time in the future comes from a wrong clock. */
  function isDue(last: number, every: number): boolean {
    return Math.abs(now() - last) >= every;
  }

  function begin(): void {
    round = round.then(look).catch((error: Error) => {
      if (!signal.aborted) console.error(`The library could not be looked after: ${error.message}.`);
    });
  }

  begin();
  const timer = setInterval(begin, HOUR);
  timer.unref();
  return {
    async stop() {
      clearInterval(timer);
      stopped.abort();
      await round;
    },
  };
}
