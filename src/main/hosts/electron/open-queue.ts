import { OhmbrushError } from '../../../shared/errors.ts';
import type { Queue } from '../../queue/queue.ts';
import type { Studio } from '../../studio.ts';

/** The current queue; null while the library is not open: damaged, being restored, or closed at exit. */
export function openQueue(studio: Pick<Studio, 'queue'>): Queue | null {
  try {
    return studio.queue;
  } catch (error) {
    if (error instanceof OhmbrushError) return null;
    throw error;
  }
}
