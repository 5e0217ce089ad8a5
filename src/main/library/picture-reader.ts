import { OhmbrushError } from '../../shared/errors.ts';
import { MOST_PNG_BYTES } from '../files/png-chunks.ts';
import { createThread } from '../threads/thread.ts';
import type { PictureToRead, ReadPicture } from './read-picture-thread.ts';
// Native modules must be loaded by the process's first thread before another thread loads them.
import './thumbnail.ts';
import { phrase } from '../../shared/refusals.ts';

/** For JavaScript's values; sharp holds the pixels, with limits of its own. */
const HEAP_MEGABYTES = 256;

/** The largest accepted picture needs about a tenth of it on one slow core. */
const MILLISECONDS = 20_000;

/**
 * Reads pictures from outside in a worker thread, one after the other, with limits on bytes, time and memory.
 */
export interface PictureReader {
  /**
   * @param fileName what to call it in an error
   * @throws OhmbrushError 'bad-file': not a PNG, damaged, or too large; 'too-much' when it takes too long or too much
   *   memory; 'cancelled' once the reader is closed
   */
  read(bytes: Buffer, fileName: string): Promise<ReadPicture>;
  /** Waiting and running reads fail with 'cancelled'. */
  close(): Promise<void>;
}

/** The first picture starts the thread. */
export function createPictureReader(): PictureReader {
  const thread = createThread<PictureToRead, ReadPicture>(new URL('./read-picture-thread.ts', import.meta.url), {
    heapMegabytes: HEAP_MEGABYTES,
    purpose: phrase('read-picture'),
  });
  return {
    async read(bytes, fileName) {
      // Checked before the bytes are copied to the thread.
      if (bytes.length > MOST_PNG_BYTES) {
        throw new OhmbrushError('import-too-large', { file: fileName, megabytes: MOST_PNG_BYTES / 1024 / 1024 });
      }
      return thread.run({ bytes, fileName }, { milliseconds: MILLISECONDS });
    },
    close: () => thread.close(),
  };
}
