import i18next from 'i18next';
import type { JobSummary } from '../../shared/contract/queue.ts';
import { tellUndoable } from '../components/tell.tsx';
import { tellError } from '../components/tell-error.tsx';
import { api } from '../contract/client.ts';
import { promptText } from './job-text.ts';

/** Cancels a waiting or the running job. After Undo it is painted next. */
export function cancelJob(job: JobSummary): void {
  api.queue
    .cancel({ jobId: job.id })
    .then(() =>
      tellUndoable(i18next.t('queue:toldCancelled', { prompt: promptText(job.prompt) }), () =>
        api.queue.retry({ jobId: job.id }),
      ),
    )
    .catch(tellError);
}

/** Cancels all waiting jobs. After Undo they wait again in the same order. */
export async function clearWaiting(waiting: readonly JobSummary[]): Promise<void> {
  const ids = waiting.filter(({ state }) => state === 'queued').map(({ id }) => id);
  if (ids.length === 0) return;
  await api.queue.clear({ what: 'waiting' });
  tellUndoable(i18next.t('queue:toldCleared', { count: ids.length }), async () => {
    // Each is put before all others, so the last one goes first.
    for (const jobId of ids.toReversed()) await api.queue.retry({ jobId });
  });
}

/** Discards the jobs left by an earlier run, and lets the queue continue. */
export async function discardRestored(waiting: readonly JobSummary[]): Promise<void> {
  await clearWaiting(waiting);
  await api.queue.resume();
}
