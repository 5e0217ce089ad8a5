import { type HttpBindings, upgradeWebSocket } from '@hono/node-server';
import { serveStatic } from '@hono/node-server/serve-static';
import { RPCHandler } from '@orpc/server/ws';
import { Hono } from 'hono';
import type { WebSocket } from 'ws';
import { securityHeaders } from '../../security-headers.ts';
import type { Studio } from '../../studio.ts';
import type { Admission } from './admission.ts';

interface Parts {
  readonly studio: Pick<Studio, 'router' | 'fetch'>;
  readonly admission: Admission;
  /** Folder of the built renderer. */
  readonly screens: string;
}

/** Everything that the web host answers: the screens, the contract at /rpc, and the studio's bytes. */
export function createApp({ studio, admission, screens }: Parts): Hono<{ Bindings: HttpBindings }> {
  const rpc = new RPCHandler(studio.router);
  const app = new Hono<{ Bindings: HttpBindings }>();
  // Not every browser counts a WebSocket of the same origin as 'self'.
  app.use(securityHeaders(admission.hosts.map((host) => `ws://${host}`)), admission.gate);
  app.get(
    '/rpc',
    upgradeWebSocket(() => ({
      // oRPC listens to the socket itself.
      onOpen: (_, socket) => void rpc.upgrade(socket.raw as WebSocket),
    })),
  );
  const files = serveStatic({ root: screens });
  app.get('*', async (c, next) => {
    const found = await files(c, next);
    if (!(found instanceof Response)) return;
    // The build puts a hash of the content into the names of its assets.
    const hashed = c.req.path.startsWith('/assets/');
    found.headers.set('cache-control', hashed ? 'private, max-age=31536000, immutable' : 'no-cache');
    return found;
  });
  app.all('*', (c) => studio.fetch(c.req.raw));
  return app;
}
