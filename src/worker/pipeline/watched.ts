import type { MatrixEngine } from '../tensor/matrix-layer.ts';

/** The engine, with a way out before every layer: a step of a slow backend can take seconds. */
export function watched(engine: MatrixEngine, throwIfCancelled: () => void): MatrixEngine {
  return {
    apply(layer, x) {
      throwIfCancelled();
      return engine.apply(layer, x);
    },
  };
}
