import type { Socket } from 'node:net';
// oRPC's adapter for Bun takes messages one by one and reports when each is answered, for any socket; its adapter for
// ws does not report it.
import { RPCHandler } from '@orpc/server/bun-ws';
import type { WebSocket } from 'ws';
import type { Studio } from '../../studio.ts';

/** Serves the contract over WebSockets. */
export interface RpcSockets {
  /** Whether one more page may connect. */
  readonly free: boolean;
  serve(socket: WebSocket, connection: Socket): void;
}

/** Largest number of open pages, each with one WebSocket. */
const MOST_SOCKETS = 64;
/** Limit for messages of all sockets together that are being received or not answered yet. */
const MOST_PENDING_BYTES = 64 * 2 ** 20;
/** Assumed overhead of a pending call beside its message, so that the limit also bounds their number: 8192. */
const BYTES_OF_A_CALL = 8 * 2 ** 10;
/** Limit for answers and events that a page has not read yet; a page that exceeds it is disconnected. */
const MOST_BYTES_UNREAD = 64 * 2 ** 20;

const TRY_AGAIN_LATER = 1013;

/** @param studio its router is looked up for each call, because it may change */
export function createRpcSockets(studio: Pick<Studio, 'router'>): RpcSockets {
  let sockets = 0;
  let pendingBytes = 0;
  return {
    get free() {
      return sockets < MOST_SOCKETS;
    },
    serve(socket, connection) {
      sockets++;
      const rpc = new RPCHandler(studio.router);
      const page = {
        send(answer: string | ArrayBufferLike | Uint8Array) {
          socket.send(answer);
          if (socket.bufferedAmount > MOST_BYTES_UNREAD) socket.terminate();
          return 0;
        },
      };
      let unfinished = 0;
      const take = (bytes: number) => {
        pendingBytes += bytes;
        if (pendingBytes <= MOST_PENDING_BYTES || socket.readyState !== socket.OPEN) return;
        socket.close(TRY_AGAIN_LATER, 'too much at once');
        connection.destroySoon();
      };
      connection.on('data', ({ length }: Buffer) => {
        unfinished += length;
        take(length);
      });
      socket.on('message', async (data: Buffer, isBinary) => {
        pendingBytes -= unfinished;
        unfinished = 0;
        const bytes = data.length + BYTES_OF_A_CALL;
        take(bytes);
        try {
          if (socket.readyState === socket.OPEN) await rpc.message(page, isBinary ? data : data.toString('utf8'));
        } catch {
          // Not a call, so no answer is expected.
        } finally {
          pendingBytes -= bytes;
        }
      });
      // An invalid WebSocket message ends this socket; ws reports it to the client.
      socket.on('error', () => {});
      socket.once('close', () => {
        sockets--;
        pendingBytes -= unfinished;
        unfinished = 0;
        rpc.close(page);
      });
    },
  };
}
