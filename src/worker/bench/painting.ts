import {
  type EngineReply,
  type PaintRequest,
  type PaintResult,
  unpackError,
} from '../../shared/engine/engine-protocol.ts';
import { startPaintThread } from '../threads/start-paint-thread.ts';
import type { ThreadRequest } from '../threads/thread-client.ts';

/** The paint thread of the engine, as the studio runs it. */
export interface Painting {
  /** Rejects with OhmbrushError. */
  paint(request: PaintRequest): Promise<PaintResult>;
  close(): Promise<void>;
}

export function startPainting(): Painting {
  const thread = startPaintThread();
  let id = 0;
  return {
    paint(request) {
      const { promise, resolve, reject } = Promise.withResolvers<PaintResult>();
      const settle = (reply: EngineReply) => {
        if (reply.type === 'painted') resolve(reply.result);
        else if (reply.type === 'failed') reject(unpackError(reply.error));
        else return;
        thread.off('message', settle).off('error', reject);
      };
      thread.on('message', settle).once('error', reject);
      const posted: ThreadRequest = {
        request: { type: 'paint', id: ++id, request },
        cancel: new Int32Array(new SharedArrayBuffer(4)),
      };
      thread.postMessage(posted);
      return promise;
    },
    async close() {
      await thread.terminate();
    },
  };
}
