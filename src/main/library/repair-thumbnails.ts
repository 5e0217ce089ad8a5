import { readFile } from 'node:fs/promises';
import type { LibraryContext } from './context.ts';
import { makeThumbnail } from './thumbnail.ts';

/** Makes thumbnails anew, one after the other, until `signal` fires. A picture that cannot be read keeps none. */
export async function repairThumbnails(
  { files, lock, changed }: LibraryContext,
  hashes: readonly string[],
  signal: AbortSignal,
): Promise<void> {
  if (hashes.length === 0) return;
  for (const hash of hashes) {
    if (signal.aborted) return;
    await lock(async () => {
      const thumbnail = await readFile(files.picture(hash)).then(makeThumbnail);
      await files.write(hash, { thumbnail });
    }).catch(() => {});
  }
  changed('pictures');
}
