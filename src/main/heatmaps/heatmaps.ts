import type { FidelityFigures } from '../../shared/contract/pictures.ts';
import type { Fidelity, Pixels } from '../../shared/engine/engine-protocol.ts';
import { createMemoCache } from '../../shared/memo-cache.ts';
import { encodePng } from '../files/encode-png.ts';
import { coloured } from '../sheets/drawing.ts';

interface HeatmapOptions {
  readonly library: { readonly pictures: { pixels(id: number): Promise<Pixels> } };
  readonly engine: { measure(reference: Pixels, test: Pixels): Promise<Fidelity> };
}

export interface Heatmaps {
  /** FLIP's error of one picture against another of the same size, in magma colours, as a PNG. */
  png(referenceId: number, testId: number): Promise<Buffer>;
  figures(referenceId: number, testId: number): Promise<FidelityFigures>;
}

interface Measured {
  readonly png: Buffer;
  readonly figures: FidelityFigures;
}

/** A screen that compares requests figures and heatmap of the same few pairs repeatedly. */
const MOST_PAIRS = 24;

/** Rejects with OhmbrushError: 'not-found', or 'bad-size' for two pictures of different size. */
export function createHeatmaps({ library, engine }: HeatmapOptions): Heatmaps {
  const pairs = createMemoCache<Promise<Measured>>(MOST_PAIRS);

  async function measure(referenceId: number, testId: number): Promise<Measured> {
    const [reference, test] = await Promise.all([
      library.pictures.pixels(referenceId),
      library.pictures.pixels(testId),
    ]);
    const { flipMap, ...figures } = await engine.measure(reference, test);
    return { png: await encodePng(coloured(flipMap, reference)), figures };
  }

  function measured(referenceId: number, testId: number): Promise<Measured> {
    const key = `${referenceId} ${testId}`;
    const pair = pairs.memo(key, { context: () => measure(referenceId, testId) });
    pair.catch(() => pairs.delete(key));
    return pair;
  }

  return {
    png: async (referenceId, testId) => (await measured(referenceId, testId)).png,
    figures: async (referenceId, testId) => (await measured(referenceId, testId)).figures,
  };
}
