import { OhmbrushError } from '../../../shared/errors.ts';
import type { Queue } from '../../queue/queue.ts';
import type { Studio } from '../../studio.ts';

/** The queue as it is now; null while the library is not open: damaged, being restored, or closed on the way out. */
export function openQueue(studio: Pick<Studio, 'queue'>): Queue | null {
  try {
    return studio.queue;
  } catch (error) {
    if (error instanceof OhmbrushError) return null;
    throw error;
  }
}
