import type { Socket } from 'node:net';
// The adapter for Bun takes messages one by one and tells when each is answered, for any socket; that for ws does not
// tell.
import { RPCHandler } from '@orpc/server/bun-ws';
import type { WebSocket } from 'ws';
import type { Studio } from '../../studio.ts';

/** The contract over WebSockets. */
export interface RpcSockets {
  /** Whether there is room for one more. */
  readonly free: boolean;
  serve(socket: WebSocket, connection: Socket): void;
}

/** One for each page that is open. */
const MOST_SOCKETS = 64;
/** Messages of all sockets together that are being received, or are received and not answered yet. */
const MOST_PENDING_BYTES = 64 * 2 ** 20;
/** What a pending call takes beside its message, so that the bound is one for their number, too: 8192. */
const BYTES_OF_A_CALL = 8 * 2 ** 10;
/** Answers and events that a page has not taken yet; one that takes none is gone. */
const MOST_BYTES_UNREAD = 64 * 2 ** 20;

const TRY_AGAIN_LATER = 1013;

/** @param studio asked for its router each time, for it may change */
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
          // Not a call: there is nobody to answer.
        } finally {
          pendingBytes -= bytes;
        }
      });
      // What is no WebSocket message ends this socket; ws says so to the other end.
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
