import PQueue from 'p-queue';
import type { StudioEvent } from '../../shared/contract/events.ts';
import type { PictureSummary } from '../../shared/contract/pictures.ts';
import type { AddJobs, JobProgress, JobSummary, QueueState, Sweep, SweepSummary } from '../../shared/contract/queue.ts';
import { cancelled, OhmbrushError } from '../../shared/errors.ts';
import type { JobDraft } from '../../shared/recipe/draft.ts';
import { cellCount } from '../../shared/recipe/sweep-axes.ts';
import { throttle } from '../../shared/throttle.ts';
import { normalizeDraft } from '../chips/chip-setup.ts';
import type { Engine } from '../engine/engine-client.ts';
import { createFidelityScheduler } from '../fidelity/fidelity-scheduler.ts';
import { reasonOf } from '../files/reason-of.ts';
import type { Library } from '../library/open-library.ts';
import { asOhmbrushError } from '../unexpected.ts';
import { createJobStore, type StartedJob, type StoredJob } from './job-store.ts';
import { paintJob } from './paint-job.ts';
import { createPreviews } from './previews.ts';
import { createSweepStore } from './sweep-store.ts';

export interface QueueOptions {
  library: Library;
  engine: Engine;
  /** @throws OhmbrushError when there is no such model */
  models: { folderOf(modelId: string): Promise<string> };
  publish: (event: StudioEvent) => void;
  /** Threads of the engine. */
  threads: number;
  /** Seconds without a message from the engine after which it counts as hanging and is killed; default: two minutes. */
  hangSeconds?: number;
}

/** Paints job after job, one at a time; measures pictures against exact ones while nothing waits. */
export interface Queue {
  state(): QueueState;
  add(jobs: AddJobs): { jobIds: number[]; sweepId: number | null };
  /** The running job continues. */
  pause(): void;
  resume(): void;
  /** @throws OhmbrushError 'conflict' or 'not-found' */
  move(input: { jobId: number; before: number | null }): void;
  /** Does nothing to a job that has ended. @throws OhmbrushError 'not-found' */
  cancel(input: { jobId: number }): void;
  clear(input: { what: 'waiting' | 'stopped' }): void;
  /** @throws OhmbrushError 'conflict' or 'not-found' */
  retry(input: { jobId: number }): void;
  /** @throws OhmbrushError 'not-found' */
  draft(input: { jobId: number }): JobDraft;
  readonly sweeps: {
    list(): SweepSummary[];
    /** @throws OhmbrushError 'not-found' */
    get(id: number): Sweep;
    /** Pictures of the sweep outside the trash, in the order of its cells. */
    ids(id: number): number[];
  };
  /** PNG of the newest preview, whichever step is asked for. */
  preview(jobId: number, step: number): Buffer | null;
  /** To be called when pictures of the library changed: there may be new ones to measure. */
  look(): void;
  /** Whether a picture is being painted. */
  readonly running: boolean;
  /**
   * Starts no new job. The running one is stopped and waits for the next start, unless its picture is already saved.
   */
  close(): Promise<void>;
}

/** The job that is being painted. */
interface Painting {
  readonly job: StartedJob;
  readonly abort: AbortController;
  /** Paused by the user. */
  cancelled: boolean;
  /** Only saving its picture is left. */
  painted: boolean;
}

const HANG_SECONDS = 120;

/** Pairs measured after each painting while more jobs wait; the rest are measured when the queue is empty. */
const PAIRS_BETWEEN_JOBS = 4;

/** Consecutive engine crashes before the queue pauses: the next job would hardly do better. */
const MOST_DEATHS = 3;

/**
 * Time that the running job gets to stop when the studio closes, milliseconds: an engine that loads a model reacts
 * late.
 */
const CLOSE_PATIENCE = 2000;

/** Milliseconds between two searches for pairs: a search reads the whole library. */
const LOOK_PAUSE = 1000;

export function createQueue(options: QueueOptions): Queue {
  const { library, engine, models, publish, threads, hangSeconds = HANG_SECONDS } = options;
  const jobs = createJobStore(library.db);
  const sweeps = createSweepStore(library.db);
  const previews = createPreviews();
  const fidelity = createFidelityScheduler(library, engine, hangSeconds);

  let restored = jobs.recover();
  let paused = restored > 0;
  let closed = false;
  let current: Painting | null = null;
  let deaths = 0;
  let pairsBeforeNext = 0;
  const session = { pictures: 0, joules: 0 };

  const worker = new PQueue({ concurrency: 1 });

  /** The next piece of work, or null; it does not throw. */
  function next(): (() => Promise<void>) | null {
    if (closed) return null;
    try {
      const measureFirst = pairsBeforeNext > 0 ? fidelity.next() : null;
      if (measureFirst) {
        pairsBeforeNext--;
        return measureFirst;
      }
      const job = paused ? null : jobs.start();
      return job ? () => paint(job) : fidelity.next();
    } catch (error) {
      halt(error);
      return null;
    }
  }

  async function workOn(): Promise<void> {
    const work = next();
    if (!work) return;
    await work();
    wake();
  }

  /** There may be work to do. One pending check is enough. */
  function wake(): void {
    if (worker.size === 0) void worker.add(workOn);
  }

  const looks = throttle<void>(LOOK_PAUSE, wake);

  function changed(): void {
    publish({ type: 'changed', what: ['queue'] });
  }

  /** The database cannot be written (a full disk), so no painted picture could be saved now. */
  function halt(error: unknown): void {
    paused = true;
    console.error(asOhmbrushError(error).line);
    changed();
  }

  async function paint(job: StartedJob): Promise<void> {
    const own: Painting = { job, abort: new AbortController(), cancelled: false, painted: false };
    current = own;
    changed();
    const pictureId = await paintAndSave(own).catch((error: unknown) => {
      try {
        settle(own, error);
      } catch (unwritable) {
        halt(unwritable);
      }
      return null;
    });
    pairsBeforeNext = PAIRS_BETWEEN_JOBS;
    current = null;
    if (pictureId !== null) publish({ type: 'saved', jobId: job.id, pictureId });
    changed();
  }

  async function paintAndSave(own: Painting): Promise<number> {
    const { job, abort } = own;
    const onProgress = (progress: JobProgress) => publish({ type: 'progress', progress });
    const options = { engine, models, previews, threads, hangSeconds, onProgress };
    const result = await paintJob(job, options, abort.signal);
    if (own.cancelled) throw cancelled();
    // From here on it is too late to cancel.
    own.painted = true;
    const pictureId = await library.save({ result, sweepId: job.sweepId }, (id) => jobs.finish(job.id, id));
    deaths = 0;
    session.pictures++;
    session.joules += result.energy.joules;
    return pictureId;
  }

  /** The end of a job without a picture. */
  function settle(own: Painting, thrown: unknown): void {
    if (own.cancelled) {
      jobs.cancel(own.job.id);
      return;
    }
    if (closed) {
      jobs.putBack(own.job.id);
      return;
    }
    const error = own.painted ? notSaved(thrown) : asOhmbrushError(thrown);
    jobs.fail(own.job.id, error.told);
    deaths = error.code === 'engine-died' ? deaths + 1 : 0;
    // The next picture would be lost as well.
    if (deaths >= MOST_DEATHS || own.painted) paused = true;
  }

  /** Once a restored queue is empty, there is nothing to confirm, and the next picture may be painted. */
  function forgetRestored(): void {
    if (restored === 0 || jobs.countWaiting() > 0) return;
    restored = 0;
    paused = false;
  }

  function withPreview(job: StoredJob): JobSummary {
    return { ...job, previewUrl: job.state === 'done' ? null : previews.url(job.id) };
  }

  /** Pictures of these jobs outside the trash, in the jobs' order. */
  function keptPictures(cellJobs: readonly StoredJob[]): PictureSummary[] {
    const ids = cellJobs.flatMap((job) => job.pictureId ?? []);
    return library.pictures.summaries(ids).filter((picture) => picture.trashedAt === null);
  }

  // There may be pictures left to measure; jobs left from an earlier run wait for the user.
  wake();

  return {
    state: () => ({
      paused,
      restored,
      waiting: jobs.waiting().map(withPreview),
      stopped: jobs.stopped().map(withPreview),
      session: { ...session },
    }),
    add({ drafts, first, sweep }) {
      library.assertInPlace();
      if (sweep && cellCount(sweep) !== drafts.length) throw new RangeError('a sweep needs one draft for each cell');
      const added = library.db.transaction(() => {
        const sweepId = sweep ? sweeps.add(sweep, drafts[0]!.prompt) : null;
        return { jobIds: jobs.add(drafts.map(normalizeDraft), first, sweepId), sweepId };
      })();
      changed();
      wake();
      return added;
    },
    pause() {
      paused = true;
      changed();
    },
    resume() {
      paused = false;
      restored = 0;
      deaths = 0;
      changed();
      wake();
    },
    move({ jobId, before }) {
      jobs.move(jobId, before);
      changed();
    },
    cancel({ jobId }) {
      if (current?.job.id === jobId) {
        current.cancelled = true;
        current.abort.abort();
        return;
      }
      jobs.cancel(jobId);
      forgetRestored();
      changed();
    },
    clear({ what }) {
      if (what === 'waiting') jobs.cancelWaiting();
      else for (const id of jobs.dismissStopped()) previews.forget(id);
      forgetRestored();
      changed();
    },
    retry({ jobId }) {
      jobs.retry(jobId);
      previews.forget(jobId);
      changed();
      wake();
    },
    draft: ({ jobId }) => jobs.draft(jobId),
    sweeps: {
      list: () => sweeps.list(),
      get(id) {
        const { createdAt, axes, total } = sweeps.get(id);
        const cells: Sweep['cells'] = Array.from({ length: total }, () => ({ job: null, picture: null }));
        const cellJobs = jobs.ofSweep(id);
        const pictures = new Map(keptPictures(cellJobs).map((picture) => [picture.id, picture]));
        for (const job of cellJobs) {
          const picture = pictures.get(job.pictureId ?? 0) ?? null;
          // In a damaged database a job may be a cell that the axes do not have; the queue still lists it.
          if (job.sweepIndex! in cells) cells[job.sweepIndex!] = { job: withPreview(job), picture };
        }
        return { id, createdAt, axes, cells };
      },
      ids: (id) => keptPictures(jobs.ofSweep(id)).map((picture) => picture.id),
    },
    preview: (jobId) => previews.png(jobId),
    look: () => looks.push(),
    get running() {
      return current !== null;
    },
    async close() {
      closed = true;
      looks.stop();
      fidelity.close();
      current?.abort.abort();
      const patience = setTimeout(() => engine.kill(), CLOSE_PATIENCE);
      await worker.onIdle();
      clearTimeout(patience);
    },
  };
}

/** Why a painted picture could not be saved. */
function notSaved(thrown: unknown): OhmbrushError {
  if (thrown instanceof OhmbrushError) return thrown;
  return new OhmbrushError('picture-not-saved', { why: reasonOf(thrown) }, { cause: thrown });
}
