import type { Worker } from 'node:worker_threads';
import { type EngineReply, type EngineRequest, packError } from '../../shared/engine/engine-protocol.ts';
import { explainShortage } from './out-of-memory.ts';

/** A request as it is posted to the thread that serves it. */
export interface ThreadRequest<R extends Served = Served> {
  readonly request: R;
  /** Shared; becomes 1 when the request is cancelled. */
  readonly cancel: Int32Array;
}

/** Requests that a thread answers. */
export type Served = Exclude<EngineRequest, { type: 'cancel' | 'stop' }>;

/** Those that read no weights and are answered while a picture is painted. */
export type Estimated = { type: 'estimate' | 'summarize' };

/** One thread of the engine as its process sees it. The first request starts it. */
export interface ThreadClient<R extends Served> {
  send(request: R): void;
  /** Does nothing for a request that this thread does not have. */
  cancel(id: number): void;
  /** Cancels everything and ends the thread. */
  close(): Promise<void>;
}

/**
 * @param start starts the thread
 * @param onCrash called after a thread has ended by an error and its requests have failed; the next request starts
 *   another
 */
export function createThreadClient<R extends Served>(
  start: () => Worker,
  onReply: (reply: EngineReply) => void,
  onCrash: () => void,
): ThreadClient<R> {
  const cancelFlags = new Map<number, Int32Array>();
  let thread: Worker | null = null;

  function ensureThread(): Worker {
    if (thread) return thread;
    const started = start();
    started.on('message', (reply: EngineReply) => {
      if (reply.type !== 'progress' && reply.type !== 'preview') cancelFlags.delete(reply.id);
      onReply(reply);
    });
    started.on('error', (error) => {
      thread = null;
      for (const id of cancelFlags.keys()) onReply({ type: 'failed', id, error: packError(explainShortage(error)) });
      cancelFlags.clear();
      onCrash();
    });
    thread = started;
    return started;
  }

  return {
    send(request) {
      const cancel = new Int32Array(new SharedArrayBuffer(4));
      cancelFlags.set(request.id, cancel);
      ensureThread().postMessage({ request, cancel } satisfies ThreadRequest);
    },
    cancel(id) {
      const flag = cancelFlags.get(id);
      if (flag) Atomics.store(flag, 0, 1);
    },
    async close() {
      for (const flag of cancelFlags.values()) Atomics.store(flag, 0, 1);
      await thread?.terminate();
    },
  };
}
