import type { StudioEvent } from '../../../shared/contract/events.ts';
import type { Studio } from '../../studio.ts';
import { openQueue } from './open-queue.ts';

/** A run of painting: from the first picture until the queue is empty or paused. */
export interface Run {
  /** Wall time, seconds. */
  readonly seconds: number;
  readonly saved: number;
  readonly failed: number;
}

export interface RunListener {
  onBegin?(): void;
  /** @param share of the run's pictures that are done, 0..1; decreases when more are queued */
  onAdvance?(share: number): void;
  onEnd?(run: Run): void;
}

/** Derives from the studio's events when a run begins, how far it is and when it is over. */
export function watchRuns(studio: Pick<Studio, 'queue' | 'subscribe'>, listeners: readonly RunListener[]): void {
  let run: { beganAt: number; saved: number; failed: number; waiting: number } | null = null;

  function look(): void {
    const queue = openQueue(studio);
    // The studio still sends events while it closes; after reopening it sends a new one.
    if (!queue) return;
    const { paused, waiting, stopped } = queue.state();
    const painting = queue.running || (waiting.length > 0 && !paused);
    if (painting && !run) {
      run = { beganAt: Date.now(), saved: 0, failed: 0, waiting: 0 };
      for (const listener of listeners) listener.onBegin?.();
    }
    if (!run) return;
    const { beganAt } = run;
    run.waiting = waiting.length;
    run.failed = stopped.filter((job) => job.state === 'failed' && (job.finishedAt ?? 0) >= beganAt).length;
    if (painting) {
      advance(0);
      return;
    }
    const ended: Run = { seconds: (Date.now() - beganAt) / 1000, saved: run.saved, failed: run.failed };
    run = null;
    for (const listener of listeners) listener.onEnd?.(ended);
  }

  function advance(shareOfPicture: number): void {
    if (!run) return;
    const finished = run.saved + run.failed;
    const share = Math.min(1, (finished + shareOfPicture) / Math.max(1, finished + run.waiting));
    for (const listener of listeners) listener.onAdvance?.(share);
  }

  function hear(event: StudioEvent): void {
    if (event.type === 'reopened' || (event.type === 'changed' && event.what.includes('queue'))) look();
    if (event.type === 'saved' && run) run.saved++;
    if (event.type === 'progress' && event.progress.phase === 'step') {
      advance(event.progress.done / event.progress.total);
    }
  }

  studio.subscribe(hear);
  look();
}
