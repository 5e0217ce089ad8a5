import { type IncomingMessage, type Server, STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';
import type { MiddlewareHandler } from 'hono';
import { Hono } from 'hono';
import { WebSocketServer } from 'ws';
import type { Bindings } from './app.ts';
import type { RpcSockets } from './rpc-sockets.ts';

/** The sockets that were upgraded. */
export interface Upgrades {
  /** Accepts no more upgrades, and asks every page to close its socket. */
  close(): void;
}

/** Largest message: a queue of hundreds of jobs needs less. */
const MOST_MESSAGE_BYTES = 32 * 2 ** 20;
const GOING_AWAY = 1001;

/**
 * Upgrades connections at /rpc that `gate` admits to WebSockets, and closes every other connection that requests an
 * upgrade: Node no longer manages those sockets, and nothing else would close them.
 */
export function serveUpgrades(server: Server, gate: MiddlewareHandler<Bindings>, rpc: RpcSockets): Upgrades {
  const sockets = new WebSocketServer({ noServer: true, maxPayload: MOST_MESSAGE_BYTES });
  const door = new Hono<Bindings>().use(gate).get('/rpc', (c) => {
    return rpc.free ? c.body(null, 204) : c.text('Too many pages are open: close one.\n', 503);
  });

  server.on('upgrade', async (request: IncomingMessage, socket: Socket, head: Buffer) => {
    const answer = await ask(door, request);
    if (socket.destroyed) return;
    if (answer.status !== 204) return refuse(socket, answer.status, await answer.text());
    // ws itself refuses requests that are no WebSocket handshake.
    sockets.handleUpgrade(request, socket, head, (page) => rpc.serve(page, socket));
  });

  return {
    close() {
      sockets.close();
      for (const page of sockets.clients) page.close(GOING_AWAY, 'the studio is closing');
    },
  };
}

async function ask(door: Hono<Bindings>, incoming: IncomingMessage): Promise<Response> {
  const { headers, method, url } = incoming;
  if (headers.upgrade?.toLowerCase() !== 'websocket' || method !== 'GET') {
    return new Response('Nothing but a WebSocket is upgraded to here.\n', { status: 400 });
  }
  try {
    const lines = Object.entries(headers).map(([name, value]): [string, string] => [name, String(value)]);
    return await door.fetch(new Request(`http://${headers.host}${url}`, { headers: lines }), { incoming });
  } catch {
    return new Response('This is not a request.\n', { status: 400 });
  }
}

function refuse(socket: Socket, status: number, text: string): void {
  const lines = [
    `HTTP/1.1 ${status} ${STATUS_CODES[status]}`,
    'Connection: close',
    'Content-Type: text/plain; charset=utf-8',
    `Content-Length: ${Buffer.byteLength(text)}`,
  ];
  socket.write(`${lines.join('\r\n')}\r\n\r\n${text}`);
  // The client may never close its end.
  socket.destroySoon();
}
