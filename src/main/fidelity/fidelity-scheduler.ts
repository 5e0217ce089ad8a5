import type { Engine } from '../engine/engine-client.ts';
import { watchSilence } from '../engine/watch-silence.ts';
import type { FidelityPair } from '../library/fidelity.ts';
import type { Library } from '../library/open-library.ts';

/** Measures the fidelity of pictures against their exact references, pair by pair, once the library has both. */
export interface FidelityScheduler {
  /** Measures one pair and never throws; null when all are measured. */
  next(): (() => Promise<void>) | null;
  /**
   * After this call nothing is stored. A running measurement is cancelled when the engine ends, and repeated next time.
   */
  close(): void;
}

/** @param hangSeconds the longest that one measurement may take before its engine is killed */
export function createFidelityScheduler(library: Library, engine: Engine, hangSeconds: number): FidelityScheduler {
  let pairs: FidelityPair[] = [];
  /** Pairs that failed since the start (a missing file, an engine that died): a retry would only fail again. */
  const failed = new Set<string>();
  const key = ({ referenceId, testId }: FidelityPair) => `${referenceId} ${testId}`;
  let measuring = false;
  let closed = false;

  async function measure(pair: FidelityPair): Promise<void> {
    const { referenceId, testId } = pair;
    measuring = true;
    const watch = watchSilence(hangSeconds, () => engine.kill());
    try {
      const { pixels } = library.pictures;
      const [reference, test] = await Promise.all([pixels(referenceId), pixels(testId)]);
      if (closed) return;
      const { flipMap: _, ...figures } = await engine.measure(reference, test);
      if (!closed) library.pictures.setFidelity(testId, figures);
    } catch {
      failed.add(key(pair));
    } finally {
      watch.stop();
      measuring = false;
    }
  }

  return {
    next() {
      if (pairs.length === 0) pairs = library.pictures.awaitingFidelity().filter((pair) => !failed.has(key(pair)));
      const pair = pairs.shift();
      return pair ? () => measure(pair) : null;
    },
    close() {
      closed = true;
      if (measuring) engine.kill();
    },
  };
}
