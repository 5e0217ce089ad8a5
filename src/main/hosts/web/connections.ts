import type { Server } from 'node:http';
import type { Socket } from 'node:net';

/**
 * Every socket that the server has accepted, until it is closed, whether it is used for a request, a WebSocket or
 * nothing.
 */
export interface Connections {
  /** Marks it as admitted: others are closed before it. */
  admit(socket: Socket): void;
  /** Fires if the connection is reset before its next request begins: the client has lost part of the last response. */
  reset(socket: Socket): AbortSignal;
  /** Closes all remaining sockets at once. */
  end(): void;
}

/** A browser opens up to six to a server, and each page one WebSocket. */
const MOST_CONNECTIONS = 256;

export function keepConnections(server: Server): Connections {
  const open = new Set<Socket>();
  const admitted = new WeakSet<Socket>();
  const exchanges = new WeakMap<Socket, AbortController>();

  server.on('connection', (socket: Socket) => {
    open.add(socket);
    // Node removes its own listener at an upgrade; without any listener, a reset would end the process.
    socket.on('error', () => {});
    socket.once('close', (hadError) => {
      open.delete(socket);
      if (hadError) exchanges.get(socket)?.abort();
    });
    if (open.size > MOST_CONNECTIONS) closeOldestStranger();
  });
  // A connection that could not be accepted, for example for lack of file descriptors; the next one may succeed.
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
