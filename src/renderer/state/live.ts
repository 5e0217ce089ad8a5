import { create } from 'zustand';
import type { JobProgress } from '../../shared/contract/queue.ts';

interface Live {
  /** For the running job; null between jobs. */
  progress: JobProgress | null;
  /** The newest picture saved since this page was opened. */
  saved: { jobId: number; pictureId: number } | null;
}

/** State that changes many times a second, kept out of the query cache. */
export const useLive = create<Live>(() => ({ progress: null, saved: null }));
