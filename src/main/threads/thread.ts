import { Worker } from 'node:worker_threads';
import { cancelled, errorFrom, OhmbrushError } from '../../shared/errors.ts';
import { DEFAULT_LANGUAGE } from '../../shared/locales/index.ts';
import { wordValue } from '../../shared/locales/word-refusal.ts';
import { phrase, type Value } from '../../shared/refusals.ts';
import type { ThreadReply, ThreadRequest } from './serve-tasks.ts';

export interface ThreadOptions {
  /** Limit of the thread's JavaScript heap, MiB. A task that needs more ends the thread and fails. */
  readonly heapMegabytes: number;
  /** What it does, for errors: completes 'it took longer than 10 s to ...'. */
  readonly purpose: Value;
}

export interface TaskOptions<P> {
  /** Milliseconds of work after which the thread is ended and the task fails; default: no limit. */
  readonly milliseconds?: number;
  readonly signal?: AbortSignal | undefined;
  onProgress?(progress: P): void;
}

/**
 * A worker thread of main that runs one task after the other. The first task starts it; it does not keep the process
 * alive.
 */
export interface Thread<I, O, P = never> {
  /**
   * @throws OhmbrushError what the task throws; 'too-much' when it takes too long or too much memory; 'cancelled'
   */
  run(input: I, options?: TaskOptions<P>): Promise<O>;
  /** Waiting and running tasks fail with 'cancelled'. */
  close(): Promise<void>;
}

interface Task<I, O, P> {
  readonly input: I;
  readonly options: TaskOptions<P>;
  resolve(output: O): void;
  reject(error: unknown): void;
}

/**
 * @param entry a file that calls `serveTasks`, written as a URL relative to import.meta.url: the build finds it by that
 */
export function createThread<I, O, P = never>(entry: URL, { heapMegabytes, purpose }: ThreadOptions): Thread<I, O, P> {
  const waiting: Task<I, O, P>[] = [];
  let worker: Worker | null = null;
  let running: { fail(error: unknown): void; take(reply: ThreadReply): void } | null = null;
  let closed = false;

  function start(): Worker {
    const started = new Worker(entry, { resourceLimits: { maxOldGenerationSizeMb: heapMegabytes } });
    started.unref();
    started.on('message', (reply: ThreadReply) => {
      if (worker === started) running?.take(reply);
    });
    started.on('error', (error: NodeJS.ErrnoException) => {
      if (worker !== started) return;
      worker = null;
      running?.fail(error.code === 'ERR_WORKER_OUT_OF_MEMORY' ? tooMuch(phrase('more-memory')) : error);
    });
    started.on('messageerror', (error) => {
      if (worker === started) running?.fail(error);
    });
    started.on('exit', (code) => {
      if (worker !== started) return;
      worker = null;
      running?.fail(
        new Error(`the thread that was to ${wordValue(purpose, DEFAULT_LANGUAGE)} ended (exit code ${code})`),
      );
    });
    worker = started;
    return started;
  }

  function end(): Promise<unknown> {
    const ended = worker;
    worker = null;
    return ended?.terminate() ?? Promise.resolve();
  }

  function tooMuch(what: Value): OhmbrushError {
    return new OhmbrushError('task-too-much', { what, purpose });
  }

  function next(): void {
    if (running) return;
    const task = waiting.shift();
    if (!task) return;
    const { input, options, resolve, reject } = task;
    const { milliseconds, signal, onProgress } = options;
    if (signal?.aborted) {
      reject(cancelled());
      next();
      return;
    }
    const thread = worker ?? start();
    thread.ref();
    const settle = (finish: () => void) => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', onAbort);
      running = null;
      thread.unref();
      finish();
      next();
    };
    const fail = (error: unknown) => settle(() => reject(error));
    const stop = (error: OhmbrushError) => {
      void end();
      fail(error);
    };
    const onAbort = () => stop(cancelled());
    const timer =
      milliseconds === undefined
        ? undefined
        : setTimeout(() => stop(tooMuch(phrase('longer-than', { seconds: milliseconds / 1000 }))), milliseconds);
    signal?.addEventListener('abort', onAbort, { once: true });
    running = {
      fail,
      take(reply) {
        if (reply.type === 'progress') onProgress?.(reply.progress as P);
        else if (reply.type === 'done') settle(() => resolve(reply.output as O));
        else if (reply.refusal) fail(errorFrom(reply.refusal));
        else fail(reply.error instanceof Error ? Object.assign(reply.error, { code: reply.code }) : reply.error);
      },
    };
    try {
      thread.postMessage({ input } satisfies ThreadRequest);
    } catch (error) {
      fail(error);
    }
  }

  return {
    run: (input, options = {}) =>
      new Promise((resolve, reject) => {
        if (closed) {
          reject(cancelled());
          return;
        }
        waiting.push({ input, options, resolve, reject });
        next();
      }),
    async close() {
      closed = true;
      for (const task of waiting.splice(0)) task.reject(cancelled());
      const ending = end();
      running?.fail(cancelled());
      await ending;
    },
  };
}
