import type { JobProgress, JobSummary, QueueState } from '../../../shared/contract/queue.ts';

export type Shown =
  | { readonly kind: 'picture'; readonly id: number }
  /** A job that is being painted, with its preview once there is one. */
  | { readonly kind: 'live'; readonly job: JobSummary }
  /** The newest thing that happened is a job that failed or was cancelled. */
  | { readonly kind: 'stopped'; readonly job: JobSummary }
  /** Nothing is painted yet, and what waits does not move. */
  | { readonly kind: 'waiting' }
  | { readonly kind: 'first-run' };

interface Situation {
  /** Chosen on purpose; null: follow what is being painted. */
  readonly chosenId: number | null;
  readonly newest: { readonly id: number; readonly createdAt: number } | null;
  readonly queue: QueueState;
  readonly progress: JobProgress | null;
  /** A stopped job that the artist does not want to see any more. */
  readonly dismissedJobId: number | null;
}

/** What belongs in View. */
export function whatToShow({ chosenId, newest, queue, progress, dismissedJobId }: Situation): Shown {
  if (chosenId !== null) return { kind: 'picture', id: chosenId };
  const running = runningJob(queue);
  // Until the next picture shows, the last one stays.
  if (running && (previewOf(running, progress) !== null || newest === null)) return { kind: 'live', job: running };
  const stopped = queue.stopped[0];
  if (!running && stopped && stopped.id !== dismissedJobId && hasSomethingToSay(stopped)) {
    const stoppedAt = stopped.finishedAt ?? stopped.createdAt;
    if (newest === null || stoppedAt > newest.createdAt) return { kind: 'stopped', job: stopped };
  }
  if (newest) return { kind: 'picture', id: newest.id };
  return queue.waiting.length > 0 ? { kind: 'waiting' } : { kind: 'first-run' };
}

export function runningJob(queue: QueueState): JobSummary | null {
  return queue.waiting.find(({ state }) => state === 'running') ?? null;
}

/** URL of the newest preview of a job. */
export function previewOf(job: JobSummary, progress: JobProgress | null): string | null {
  return (progress?.jobId === job.id ? progress.previewUrl : null) ?? job.previewUrl;
}

/** Of a cancelled job only what it had reached is worth a look. */
function hasSomethingToSay({ state, previewUrl }: JobSummary): boolean {
  return state === 'failed' || previewUrl !== null;
}
