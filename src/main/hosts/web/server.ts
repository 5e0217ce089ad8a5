import { randomBytes } from 'node:crypto';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createAdaptorServer, type HttpBindings } from '@hono/node-server';
import { every } from 'hono/combine';
import { createMiddleware } from 'hono/factory';
import { OhmbrushError } from '../../../shared/errors.ts';
import { inTime } from '../../../shared/in-time.ts';
import { phrase } from '../../../shared/refusals.ts';
import type { Studio } from '../../studio.ts';
import { createAdmission } from './admission.ts';
import { type Bindings, createApp } from './app.ts';
import { breakOff } from './break-off.ts';
import { keepConnections } from './connections.ts';
import { createRpcSockets } from './rpc-sockets.ts';
import { serveUpgrades } from './upgrades.ts';

interface ServerOptions {
  /** Its router is looked up whenever a page connects, because it may change. */
  readonly studio: Pick<Studio, 'router' | 'fetch'>;
  /** Folder of the built renderer. */
  readonly screens: string;
  /** null: the default port, or any free one if that is taken. 0: any free one. */
  readonly port: number | null;
  /** Sessions on the same port made with the same key are valid. Default: a new key for each server. */
  readonly sessionKey?: Buffer;
}

export interface WebServer {
  /** The studio's address, including the token. */
  readonly address: string;
  /** The same with a token for one use. */
  oneTimeAddress(): string;
  /** Accepts no new requests, and gives pending ones a short time. Afterwards no socket is open. */
  close(): Promise<void>;
}

/** Other machines cannot reach it. */
const LOOPBACK = '127.0.0.1';
const USUAL_PORT = 47120;
const CLOSE_PATIENCE_MS = 1000;
/**
 * Slow requests are ended: after a short time for the headers, after more time for a body, as a large file may need.
 */
const PATIENCE = { headersTimeout: 10_000, requestTimeout: 300_000, connectionsCheckingInterval: 2000 };

/** @throws OhmbrushError 'conflict' or 'unavailable' when the port cannot be opened */
export async function startServer({
  studio,
  screens,
  port,
  sessionKey = randomBytes(32),
}: ServerOptions): Promise<WebServer> {
  const server = createAdaptorServer({
    fetch: async (request, env) => {
      const bindings = env as HttpBindings;
      return breakOff(await app.fetch(request, bindings), bindings.outgoing);
    },
    serverOptions: PATIENCE,
    overrideGlobalObjects: false,
  }) as Server;
  const connections = keepConnections(server);
  const taken = await listen(server, port);
  const admission = createAdmission(taken, sessionKey);
  const admit = createMiddleware<Bindings>((c, next) => {
    connections.admit(c.env.incoming.socket);
    return next();
  });
  const gate = every(admission.gate, admit);
  const app = createApp({ studio, connections, gate, hosts: admission.hosts, screens });
  const upgrades = serveUpgrades(server, gate, createRpcSockets(studio));
  const address = (token: string) => `http://${LOOPBACK}:${taken}/?token=${token}`;
  return {
    address: address(admission.token),
    oneTimeAddress: () => address(admission.ticket()),
    async close() {
      const closed = new Promise((resolve) => server.close(resolve));
      upgrades.close();
      // Requests still pending after this are aborted.
      await inTime(closed, CLOSE_PATIENCE_MS, () => new Error('requests go on')).catch(() => {});
      connections.end();
      await closed;
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
  if (code === 'EADDRINUSE') return new OhmbrushError('port-in-use', { port });
  const why = code === 'EACCES' ? phrase('permission-denied') : message;
  return new OhmbrushError('port-unavailable', { port, why });
}
