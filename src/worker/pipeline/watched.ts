import type { MatrixEngine } from '../tensor/matrix-layer.ts';

/** Longest time without a report of progress, milliseconds: without one a slow picture looks like a hang. */
const SILENCE_MS = 2000;

interface Watch {
  /** Throws to end the run. */
  throwIfCancelled(): void;
  /** Says again how far the run is. */
  repeatProgress(): void;
}

/**
 * The engine, which looks for a cancel before every layer and repeats the progress in time: a step of a large model or
 * a slow backend can take minutes.
 */
export function watched(engine: MatrixEngine, { throwIfCancelled, repeatProgress }: Watch): MatrixEngine {
  let saidAt = performance.now();
  return {
    apply(layer, x) {
      throwIfCancelled();
      if (performance.now() - saidAt > SILENCE_MS) {
        saidAt = performance.now();
        repeatProgress();
      }
      return engine.apply(layer, x);
    },
  };
}
