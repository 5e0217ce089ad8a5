/** Does one thing after the other, as long as there is something to do. */
export interface Worker {
  /** There may be something to do. */
  wake(): void;
  /** Resolves when nothing is being done. */
  idle(): Promise<void>;
}

/** @param next what to do now, or null; it and the work it returns must not throw */
export function oneAtATime(next: () => (() => Promise<void>) | null): Worker {
  let busy = false;
  let ended = Promise.resolve();

  async function run(): Promise<void> {
    for (let work = next(); work; work = next()) await work();
    // In the same turn as the last look: a wake-up comes either before it, and is seen, or after this, and starts anew.
    busy = false;
  }

  return {
    wake() {
      if (busy) return;
      busy = true;
      ended = run();
    },
    idle: () => ended,
  };
}
