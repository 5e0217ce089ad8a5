import { parentPort } from 'node:worker_threads';
import PQueue from 'p-queue';
import { type EngineReply, packError } from '../../shared/engine/engine-protocol.ts';
import { cancelled } from '../../shared/errors.ts';
import { explainShortage } from './out-of-memory.ts';
import type { Served, ThreadRequest } from './thread-client.ts';

/** What a thread works with while it serves a request. */
export interface RequestContext {
  /** Throws OhmbrushError 'cancelled' once the request has been cancelled. */
  throwIfCancelled(): void;
  /** Sends progress and previews; the reply itself is what `serve` returns. */
  send(reply: EngineReply): void;
}

/**
 * The thread's side of a ThreadClient: serves one request after the other and replies to each.
 *
 * @param serve returns the reply; what it throws is the reply 'failed'
 */
export function serveRequests<R extends Served>(
  serve: (request: R, context: RequestContext) => EngineReply | Promise<EngineReply>,
): void {
  if (!parentPort) throw new Error('this file runs as a worker thread');
  const port = parentPort;
  const send = (reply: EngineReply) => port.postMessage(reply);
  const queue = new PQueue({ concurrency: 1 });

  async function answer({ request, cancel }: ThreadRequest<R>): Promise<void> {
    const throwIfCancelled = () => {
      if (Atomics.load(cancel, 0) !== 0) throw cancelled();
    };
    try {
      throwIfCancelled();
      send(await serve(request, { throwIfCancelled, send }));
    } catch (error) {
      send({ type: 'failed', id: request.id, error: packError(explainShortage(error)) });
    }
  }

  port.on('message', (posted: ThreadRequest<R>) => {
    void queue.add(() => answer(posted));
  });
}
