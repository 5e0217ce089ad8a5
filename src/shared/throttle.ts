/**
 * Passes on the newest of many values, at most one per `milliseconds`: the first at once, the last when the interval
 * ends.
 */
export function throttle<T>(milliseconds: number, pass: (value: T) => void): { push(value: T): void; stop(): void } {
  let pause: ReturnType<typeof setTimeout> | null = null;
  let waiting: { value: T } | null = null;

  function send(value: T): void {
    pause = setTimeout(() => {
      pause = null;
      if (!waiting) return;
      const { value: last } = waiting;
      waiting = null;
      send(last);
    }, milliseconds);
    pass(value);
  }

  return {
    push(value) {
      if (pause) waiting = { value };
      else send(value);
    },
    /** Drops a value that still waits. */
    stop() {
      if (pause) clearTimeout(pause);
      pause = null;
      waiting = null;
    },
  };
}
