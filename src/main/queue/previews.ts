import { LRUCache } from 'lru-cache';
import sharp from 'sharp';
import { urls } from '../../shared/contract/urls.ts';
import type { Pixels } from '../../shared/engine/engine-protocol.ts';

/** The newest preview of each job as PNG, in memory. */
export interface Previews {
  put(jobId: number, step: number, pixels: Pixels): Promise<void>;
  png(jobId: number): Buffer | null;
  url(jobId: number): string | null;
  forget(jobId: number): void;
}

/** Number of previews kept: more than a screen shows, and about 15 MB. */
const MOST = 200;

export function createPreviews(): Previews {
  const newest = new LRUCache<number, { step: number; png: Buffer }>({ max: MOST });
  return {
    async put(jobId, step, pixels) {
      const png = await encodePreview(pixels);
      newest.set(jobId, { step, png });
    },
    png: (jobId) => newest.peek(jobId)?.png ?? null,
    url(jobId) {
      const preview = newest.peek(jobId);
      return preview ? urls.preview(jobId, preview.step) : null;
    },
    forget: (jobId) => void newest.delete(jobId),
  };
}

/** Pixels of the longer side. A preview has one pixel per latent, 16 to 128 a side, which is too small to view. */
const SIDE = 256;

/**
 * Enlarged smoothly. Uses fast compression, because the engine needs the processor at the same time: 10 ms instead of
 * 54 for the smallest file (`encodePng`).
 */
function encodePreview({ width, height, channels, data }: Pixels): Promise<Buffer> {
  const scale = Math.max(1, Math.floor(SIDE / Math.max(width, height)));
  return sharp(data, { raw: { width, height, channels } })
    .resize(width * scale, height * scale, { kernel: 'cubic' })
    .png({ compressionLevel: 3, adaptiveFiltering: true })
    .toBuffer();
}
