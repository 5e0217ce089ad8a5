import { parentPort } from 'node:worker_threads';
import { OhmbrushError } from '../../shared/errors.ts';
import type { ToldError } from '../../shared/told-error.ts';

export interface ThreadRequest {
  readonly input: unknown;
}

export type ThreadReply =
  | { readonly type: 'progress'; readonly progress: unknown }
  | { readonly type: 'done'; readonly output: unknown }
  /** An OhmbrushError travels in its parts: structured clone would leave its code behind. */
  | { readonly type: 'failed'; readonly refusal: ToldError }
  /** Likewise the code of a system's or SQLite's error. */
  | { readonly type: 'failed'; readonly refusal: null; readonly error: unknown; readonly code: string | undefined };

/** The worker's side of thread.ts. An error thrown by `task` makes the task fail with that error. */
export function serveTasks<I, O, P = never>(task: (input: I, report: (progress: P) => void) => O | Promise<O>): void {
  if (!parentPort) throw new Error('this file runs as a worker thread');
  const port = parentPort;
  const send = (reply: ThreadReply) => port.postMessage(reply);
  port.on('message', async ({ input }: ThreadRequest) => {
    try {
      send({ type: 'done', output: await task(input as I, (progress) => send({ type: 'progress', progress })) });
    } catch (error) {
      if (error instanceof OhmbrushError) {
        send({ type: 'failed', refusal: error.told });
      } else {
        const { code } = error as NodeJS.ErrnoException;
        send({ type: 'failed', refusal: null, error, code });
      }
    }
  });
}
