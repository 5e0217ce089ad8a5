import { urls } from '../../shared/contract/urls.ts';
import type { Pixels } from '../../shared/engine-protocol.ts';
import { encodePng } from '../files/encode-png.ts';

/** The newest preview of each job as PNG, in memory. */
export interface Previews {
  put(jobId: number, step: number, pixels: Pixels): Promise<void>;
  png(jobId: number): Buffer | null;
  url(jobId: number): string | null;
  forget(jobId: number): void;
}

/** Jobs whose preview is remembered: more than a screen shows, and about 10 MB. */
const MOST = 200;

/** Pixels of the longer side. A preview has one pixel per latent, 16 to 128 a side: too few to look at. */
const SIDE = 256;

export function createPreviews(): Previews {
  const newest = new Map<number, { step: number; png: Buffer }>();
  return {
    async put(jobId, step, pixels) {
      const scale = Math.max(1, Math.floor(SIDE / Math.max(pixels.width, pixels.height)));
      const png = await encodePng(pixels, scale);
      newest.delete(jobId);
      newest.set(jobId, { step, png });
      const [oldest] = newest.keys();
      if (newest.size > MOST && oldest !== undefined) newest.delete(oldest);
    },
    png: (jobId) => newest.get(jobId)?.png ?? null,
    url(jobId) {
      const preview = newest.get(jobId);
      return preview ? urls.preview(jobId, preview.step) : null;
    },
    forget: (jobId) => void newest.delete(jobId),
  };
}
