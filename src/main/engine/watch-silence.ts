/** Ticks without a word that make a silence. */
const TICKS = 8;

/**
 * Detects when messages stop. It counts ticks instead of comparing clocks, so that after the computer slept, or this
 * process was busy, the watched process still gets its full time to answer.
 *
 * @param seconds how long nothing must be heard
 * @param onSilence called once
 */
export function watchSilence(seconds: number, onSilence: () => void): { heard(): void; stop(): void } {
  let silent = 0;
  const timer = setInterval(
    () => {
      if (++silent < TICKS) return;
      clearInterval(timer);
      onSilence();
    },
    (seconds * 1000) / TICKS,
  );
  return {
    heard() {
      silent = 0;
    },
    stop: () => clearInterval(timer),
  };
}
