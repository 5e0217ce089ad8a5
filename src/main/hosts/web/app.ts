import type { IncomingMessage } from 'node:http';
import { serveStatic } from '@hono/node-server/serve-static';
import { Hono, type MiddlewareHandler } from 'hono';
import { securityHeaders } from '../../security-headers.ts';
import type { Studio } from '../../studio.ts';
import type { Connections } from './connections.ts';

/** Data attached to a request. */
export interface Bindings {
  Bindings: { incoming: IncomingMessage };
}

interface AppComponents {
  readonly studio: Pick<Studio, 'fetch'>;
  readonly connections: Pick<Connections, 'reset'>;
  /** Middleware that runs before all other routes. */
  readonly gate: MiddlewareHandler<Bindings>;
  /** Authorities of the server. */
  readonly hosts: readonly string[];
  /** Folder of the built renderer. */
  readonly screens: string;
}

/** The HTTP routes of the web host, all but the contract: the screens, and the studio's media routes. */
export function createApp({ studio, connections, gate, hosts, screens }: AppComponents): Hono<Bindings> {
  const app = new Hono<Bindings>();
  // Not every browser includes a WebSocket of the same origin in 'self'.
  app.use(securityHeaders(hosts.map((host) => `ws://${host}`)), gate);
  const files = serveStatic({ root: screens });
  app.get('*', async (c, next) => {
    const found = await files(c, next);
    if (!(found instanceof Response)) return;
    // The build puts a content hash into the names of its assets.
    const hashed = c.req.path.startsWith('/assets/');
    found.headers.set('cache-control', hashed ? 'private, max-age=31536000, immutable' : 'no-cache');
    return found;
  });
  app.get('/exports/*', (c) => {
    const { url, method, headers, signal } = c.req.raw;
    const brokenOff = AbortSignal.any([signal, connections.reset(c.env.incoming.socket)]);
    return studio.fetch(new Request(url, { method, headers, signal: brokenOff }));
  });
  app.all('*', (c) => studio.fetch(c.req.raw));
  return app;
}
