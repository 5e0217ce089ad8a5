import type { Library } from '../library/open-library.ts';
import type { Queue } from '../queue/queue.ts';

/** What exports read from the library and the queue. */
export interface ExportSource {
  readonly library: {
    readonly pictures: Pick<Library['pictures'], 'get' | 'summaries' | 'file' | 'pixels'>;
    readonly boards: Pick<Library['boards'], 'list' | 'ids'>;
  };
  readonly queue: { readonly sweeps: Pick<Queue['sweeps'], 'get'> };
}
