import type { MatrixEngine } from '../tensor/matrix-layer.ts';

/** Longest silence while a picture is painted, milliseconds: whoever waits for it takes a long one for a hang. */
const SILENCE_MS = 2000;

interface Watch {
  /** Throws to end the run. */
  throwIfCancelled(): void;
  /** Says again how far the run is. */
  repeatProgress(): void;
}

/**
 * The engine, with a way out before every layer and a sign of life in time: a step of a large model or a slow backend
 * can take minutes.
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
