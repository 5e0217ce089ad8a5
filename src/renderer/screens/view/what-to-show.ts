import type { JobProgress, JobSummary, QueueState } from '../../../shared/contract/queue.ts';

export type Shown =
  | { readonly kind: 'picture'; readonly id: number }
  /** A running job, with its preview once there is one. */
  | { readonly kind: 'live'; readonly job: JobSummary }
  /** The latest event is a failed or cancelled job. */
  | { readonly kind: 'stopped'; readonly job: JobSummary }
  /** Nothing has been painted yet, and the waiting jobs do not start. */
  | { readonly kind: 'waiting' }
  | { readonly kind: 'first-run' };

interface Situation {
  /** Chosen by the user; null: follow the running job. */
  readonly chosenId: number | null;
  readonly newest: { readonly id: number; readonly createdAt: number } | null;
  readonly queue: QueueState;
  readonly progress: JobProgress | null;
  /** A stopped job that the user has dismissed. */
  readonly dismissedJobId: number | null;
}

/** The content of View. */
export function whatToShow({ chosenId, newest, queue, progress, dismissedJobId }: Situation): Shown {
  if (chosenId !== null) return { kind: 'picture', id: chosenId };
  const running = runningJob(queue);
  // The previous picture stays until the next one has a preview.
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

/** A cancelled job is shown only if it has a preview. */
function hasSomethingToSay({ state, previewUrl }: JobSummary): boolean {
  return state === 'failed' || previewUrl !== null;
}
