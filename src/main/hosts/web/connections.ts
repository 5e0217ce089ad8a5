import type { Server } from 'node:http';
import type { Socket } from 'node:net';

/**
 * Every socket that the server has accepted, until it is closed, whatever became of it: a request, a WebSocket,
 * nothing.
 */
export interface Connections {
  /** It belongs to somebody who has been let in: others are closed before it. */
  admit(socket: Socket): void;
  /** Fires if the connection is reset before its next exchange begins: its reader has lost what it was sent last. */
  reset(socket: Socket): AbortSignal;
  /** Closes what is still open, at once. */
  end(): void;
}

/** A browser opens six to a page, and a page one WebSocket. */
const MOST_CONNECTIONS = 256;

export function keepConnections(server: Server): Connections {
  const open = new Set<Socket>();
  const admitted = new WeakSet<Socket>();
  const exchanges = new WeakMap<Socket, AbortController>();

  server.on('connection', (socket: Socket) => {
    open.add(socket);
    // Node's own listener goes with an upgrade; without any, a reset would end the process.
    socket.on('error', () => {});
    socket.once('close', (hadError) => {
      open.delete(socket);
      if (hadError) exchanges.get(socket)?.abort();
    });
    if (open.size > MOST_CONNECTIONS) closeOldestStranger();
  });
  // One that could not be accepted, for want of descriptors: the next may be.
  server.on('error', () => {});

  function closeOldestStranger(): void {
    for (const socket of open) {
      if (admitted.has(socket)) continue;
      open.delete(socket);
      socket.destroy();
      return;
    }
  }

  return {
    admit: (socket) => void admitted.add(socket),
    reset(socket) {
      const exchange = new AbortController();
      exchanges.set(socket, exchange);
      return exchange.signal;
    },
    end() {
      for (const socket of open) socket.destroy();
    },
  };
}
