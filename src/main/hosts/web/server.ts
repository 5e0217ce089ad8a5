import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { createAdaptorServer } from '@hono/node-server';
import { WebSocketServer } from 'ws';
import { OhmbrushError } from '../../../shared/errors.ts';
import type { Studio } from '../../studio.ts';
import { createAdmission } from './admission.ts';
import { createApp } from './app.ts';

interface ServerOptions {
  readonly studio: Pick<Studio, 'router' | 'fetch'>;
  /** Folder of the built renderer. */
  readonly screens: string;
  /** null: the usual one, or any free one where that is taken. 0: any free one. */
  readonly port: number | null;
}

export interface WebServer {
  /** The studio's address, with the token. */
  readonly address: string;
  /** The same for one use. */
  oneTimeAddress(): string;
  /** Takes no new request, and gives those in hand a moment. */
  close(): Promise<void>;
}

/** Other machines cannot reach it. */
const LOOPBACK = '127.0.0.1';
const USUAL_PORT = 47120;
/** A queue of hundreds of jobs in one message, with room. */
const MOST_MESSAGE_BYTES = 32 * 2 ** 20;
const CLOSE_PATIENCE_MS = 1000;

/** @throws OhmbrushError 'conflict' or 'unavailable' when the port cannot be had */
export async function startServer({ studio, screens, port }: ServerOptions): Promise<WebServer> {
  const sockets = new WebSocketServer({ noServer: true, maxPayload: MOST_MESSAGE_BYTES });
  const server = createAdaptorServer({
    fetch: (request, env) => app.fetch(request, env),
    websocket: { server: sockets },
    overrideGlobalObjects: false,
  }) as Server;
  const taken = await listen(server, port);
  const admission = createAdmission(taken);
  const app = createApp({ studio, admission, screens });
  const address = (token: string) => `http://${LOOPBACK}:${taken}/?token=${token}`;
  return {
    address: address(admission.token),
    oneTimeAddress: () => address(admission.ticket()),
    async close() {
      const closed = new Promise((resolve) => server.close(resolve));
      for (const socket of sockets.clients) socket.close(1001, 'the studio is closing');
      await Promise.race([closed, sleep(CLOSE_PATIENCE_MS, null, { ref: false })]);
      for (const socket of sockets.clients) socket.terminate();
      server.closeAllConnections();
    },
  };
}

/** @returns the port */
async function listen(server: Server, port: number | null): Promise<number> {
  try {
    await listenOn(server, port ?? USUAL_PORT);
  } catch (error) {
    if (port !== null) throw cannotListen(port, error as NodeJS.ErrnoException);
    await listenOn(server, 0);
  }
  return (server.address() as AddressInfo).port;
}

function listenOn(server: Server, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject).listen(port, LOOPBACK, () => {
      server.off('error', reject);
      resolve();
    });
  });
}

function cannotListen(port: number, { code, message }: NodeJS.ErrnoException): OhmbrushError {
  const todo = 'Give another one with --port, or leave it out';
  if (code === 'EADDRINUSE') return new OhmbrushError('conflict', `port ${port} is in use`, todo);
  const why = code === 'EACCES' ? 'permission is denied' : message;
  return new OhmbrushError('unavailable', `port ${port} cannot be had: ${why}`, todo);
}
