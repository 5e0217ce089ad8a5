import { serveStatic } from '@hono/node-server/serve-static';
import { protocol } from 'electron';
import { Hono } from 'hono';
import { securityHeaders } from '../../security-headers.ts';
import { PAGE, SCHEME } from './scheme.ts';

/**
 * Answers app://studio/: the page and its assets from the built renderer, everything else from the studio's media
 * routes.
 *
 * @param screens absolute path of the built renderer
 */
export function serveStudio(screens: string, fetchBytes: (request: Request) => Promise<Response>): void {
  const server = new Hono();
  server.use(securityHeaders());
  server.get('*', serveStatic({ root: screens }));
  server.all('*', (context) => fetchBytes(context.req.raw));
  protocol.handle(SCHEME, (request) =>
    request.url.startsWith(PAGE) ? server.fetch(request) : new Response(null, { status: 404 }),
  );
}
