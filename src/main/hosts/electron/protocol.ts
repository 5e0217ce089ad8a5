import { readFile } from 'node:fs/promises';
import { extname, join, sep } from 'node:path';
import { protocol } from 'electron';
import { ORIGIN, SCHEME } from './scheme.ts';

/** Of what the build of the renderer consists of. */
const TYPES: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.webp': 'image/webp',
  '.woff2': 'font/woff2',
  '.woff': 'font/woff',
};

/** Mantine writes style elements while it runs; nothing else is allowed inline, and nothing leads out of the app. */
const SECURITY_HEADERS = {
  'Content-Security-Policy': [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' blob: data:",
    "font-src 'self' data:",
    "connect-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; '),
  'X-Content-Type-Options': 'nosniff',
};

/**
 * Answers app://studio/: the page and its assets from `rendererFolder`, everything else from the studio's bytes.
 *
 * @param rendererFolder absolute path, without a separator at its end
 */
export function serveStudio(rendererFolder: string, fetchBytes: (request: Request) => Promise<Response>): void {
  protocol.handle(SCHEME, async (request) => {
    if (!request.url.startsWith(`${ORIGIN}/`)) return new Response(null, { status: 404 });
    return withSecurityHeaders((await rendererFile(rendererFolder, request)) ?? (await fetchBytes(request)));
  });
}

async function rendererFile(folder: string, request: Request): Promise<Response | null> {
  if (request.method !== 'GET') return null;
  const { pathname } = new URL(request.url);
  const path = join(folder, pathname === '/' ? 'index.html' : decodeURIComponent(pathname));
  const type = TYPES[extname(path)];
  if (!path.startsWith(folder + sep) || type === undefined) return null;
  try {
    return new Response(new Uint8Array(await readFile(path)), { headers: { 'Content-Type': type } });
  } catch (error) {
    // Pictures have the same endings and come from the studio.
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
}

function withSecurityHeaders(response: Response): Response {
  const headers = new Headers(response.headers);
  for (const [name, value] of Object.entries(SECURITY_HEADERS)) headers.set(name, value);
  return new Response(response.body, { status: response.status, statusText: response.statusText, headers });
}
