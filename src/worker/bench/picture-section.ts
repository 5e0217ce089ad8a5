import type { BenchOrder, PictureReport } from '../../shared/bench.ts';
import type { BackendId } from '../../shared/engine/engine-protocol.ts';
import { availableBackends } from '../kernels/pool.ts';
import { median } from './alternate.ts';
import { startPainting } from './painting.ts';
import { peakBytes } from './process-memory.ts';
import type { Section } from './section.ts';

const LEAST_PICTURES = 2;

/** A whole picture with guidance on the default chip: prompt to pixels, by the painter that the studio runs. */
export const pictureSection: Section<PictureReport> = async ({ order, seconds, threads, progress }) => {
  const paintOn = (backend: BackendId) => {
    progress(`a picture, ${backend}`);
    return availableBackends().includes(backend) ? paintWarm(order, backend, threads, seconds / 2) : null;
  };
  // The one that painters get first, so that the peak of memory is its own.
  const native = await paintOn('native');
  const rssBytes = native ? peakBytes() : null;
  const wasm = await paintOn('wasm');
  const { result } = native ?? wasm ?? (await paintWarm(order, 'reference', threads, 0));
  const { width, height, steps } = result.recipe;
  return {
    native: native?.times ?? null,
    wasm: wasm?.times ?? null,
    rssBytes: rssBytes ?? peakBytes(),
    rssBackend: result.backend,
    width,
    height,
    steps,
  };
};

async function paintWarm({ picture }: BenchOrder, backend: BackendId, threads: number, seconds: number) {
  const painting = startPainting();
  try {
    const request = { ...picture, backend, threads };
    const first = await painting.paint(request);
    const warm: number[] = [];
    const end = performance.now() + 1000 * seconds;
    while (warm.length < LEAST_PICTURES || performance.now() < end) warm.push((await painting.paint(request)).seconds);
    return { result: first, times: { seconds: median(warm), preparationSeconds: first.preparationSeconds } };
  } finally {
    await painting.close();
  }
}
