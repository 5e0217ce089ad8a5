import {
  type EngineReply,
  type PaintRequest,
  type PaintResult,
  unpackError,
} from '../../shared/engine/engine-protocol.ts';
import { startPainter } from '../start-paint-thread.ts';
import type { Order } from '../thread-client.ts';

/** The painter thread of the engine, as the studio runs it. */
export interface Painting {
  /** Rejects with OhmbrushError. */
  paint(request: PaintRequest): Promise<PaintResult>;
  close(): Promise<void>;
}

export function startPainting(): Painting {
  const painter = startPainter();
  let id = 0;
  return {
    paint(request) {
      const { promise, resolve, reject } = Promise.withResolvers<PaintResult>();
      const settle = (reply: EngineReply) => {
        if (reply.type === 'painted') resolve(reply.result);
        else if (reply.type === 'failed') reject(unpackError(reply.error));
        else return;
        painter.off('message', settle).off('error', reject);
      };
      painter.on('message', settle).once('error', reject);
      const order: Order = {
        request: { type: 'paint', id: ++id, request },
        cancel: new Int32Array(new SharedArrayBuffer(4)),
      };
      painter.postMessage(order);
      return promise;
    },
    async close() {
      await painter.terminate();
    },
  };
}
