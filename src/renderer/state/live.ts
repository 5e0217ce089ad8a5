import { create } from 'zustand';
import type { JobProgress } from '../../shared/contract/queue.ts';

interface Live {
  /** Of the job that is being painted; null between jobs. */
  progress: JobProgress | null;
  /** The newest picture that was saved since this screen was opened. */
  saved: { jobId: number; pictureId: number } | null;
}

/** What changes many times a second, kept out of the query cache. */
export const useLive = create<Live>(() => ({ progress: null, saved: null }));
