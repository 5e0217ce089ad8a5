import PQueue from 'p-queue';
import type { JobProgress } from '../../shared/contract/queue.ts';
import type { PaintResult, Pixels, Progress } from '../../shared/engine/engine-protocol.ts';
import { OhmbrushError } from '../../shared/errors.ts';
import { throttle } from '../../shared/throttle.ts';
import type { Engine } from '../engine/engine-client.ts';
import { watchSilence } from '../engine/watch-silence.ts';
import type { StartedJob } from './job-store.ts';
import type { Previews } from './previews.ts';

export interface PaintingOptions {
  engine: Engine;
  models: { folderOf(modelId: string): Promise<string> };
  previews: Previews;
  threads: number;
  /** Seconds without a message from the engine after which it counts as hanging. */
  hangSeconds: number;
  onProgress(progress: JobProgress): void;
}

/** Milliseconds between two progress reports: people see no faster changes. */
const PROGRESS_PAUSE = 100;

/**
 * Seconds that a cancelled job gets before its engine is killed. The engine checks before each layer, but not while
 * loading.
 */
const CANCEL_SECONDS = 20;

/**
 * Paints one job and reports progress and previews. An engine that hangs is killed.
 *
 * @throws OhmbrushError 'cancelled' when the signal fired, 'engine-died' when the engine died or hung, or the engine's
 *   error
 */
export async function paintJob(
  { id, draft }: StartedJob,
  { engine, models, previews, threads, hangSeconds, onProgress }: PaintingOptions,
  signal: AbortSignal,
): Promise<PaintResult> {
  const modelFolder = await models.folderOf(draft.model.id);
  const reports = throttle(PROGRESS_PAUSE, (progress: Progress) =>
    onProgress({ ...progress, jobId: id, previewUrl: previews.url(id) }),
  );
  let last: Progress | null = null;
  const encoder = new PQueue({ concurrency: 1 });
  async function showPreview(step: number, pixels: Pixels): Promise<void> {
    // A failed preview is no reason to lose the picture.
    await previews.put(id, step, pixels).catch(() => {});
    if (last) reports.push(last);
  }

  let hung = false;
  const watch = watchSilence(hangSeconds, () => {
    hung = true;
    engine.kill();
  });
  let grace: ReturnType<typeof watchSilence> | undefined;
  const onAbort = () => {
    grace = watchSilence(CANCEL_SECONDS, () => engine.kill());
  };
  signal.addEventListener('abort', onAbort, { once: true });
  try {
    return await engine.paint(
      { draft, modelFolder, threads, previews: true },
      {
        signal,
        onProgress(progress) {
          watch.heard();
          last = progress;
          reports.push(progress);
        },
        onPreview(step, pixels) {
          watch.heard();
          // While one preview is being encoded, only the newest later one is kept.
          encoder.clear();
          void encoder.add(() => showPreview(step, pixels));
        },
      },
    );
  } catch (error) {
    if (!hung) throw error;
    throw new OhmbrushError('engine-hung', { seconds: hangSeconds }, { cause: error });
  } finally {
    signal.removeEventListener('abort', onAbort);
    grace?.stop();
    watch.stop();
    await encoder.onIdle();
    reports.stop();
  }
}
