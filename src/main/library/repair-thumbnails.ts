import type { LibraryContext } from './context.ts';
import { makeThumbnail } from './thumbnail.ts';

/** The largest accepted picture needs less on a slow core. */
const SECONDS = 15;

/**
 * Makes missing thumbnails, one after the other, until `signal` fires. A picture that cannot be read stays without one.
 */
export async function repairThumbnails(
  { files, lock, changed }: LibraryContext,
  hashes: readonly string[],
  signal: AbortSignal,
): Promise<void> {
  if (hashes.length === 0) return;
  for (const hash of hashes) {
    if (signal.aborted) return;
    const repaired = lock.add(async () => {
      const thumbnail = await makeThumbnail(await files.read(hash), SECONDS);
      await files.write(hash, { thumbnail });
    });
    await repaired.catch(() => {});
  }
  changed('pictures');
}
