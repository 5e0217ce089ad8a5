import { createHash, createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import type { MiddlewareHandler } from 'hono';
import { every } from 'hono/combine';
import { getCookie, setCookie } from 'hono/cookie';
import { createMiddleware } from 'hono/factory';

/** Decides which requests are admitted, and under which addresses. */
export interface Admission {
  /** Part of the printed address: admits anyone who has it, any number of times. */
  readonly token: string;
  /**
   * A token for one use. Every user of the machine can see the command that starts a browser, so the token must be
   * worthless afterwards.
   */
  ticket(): string;
  /** Authorities that the server answers to: '127.0.0.1:4242'. */
  readonly hosts: readonly string[];
  /** Middleware that runs before all other routes. */
  readonly gate: MiddlewareHandler;
}

const ASK_FOR_TOKEN =
  'This browser has no session with this library, or has it no longer.\n' +
  'Open the whole address that Ohmbrush printed in its terminal when it started, with ?token= in it.\n\n' +
  '此浏览器与这个图库没有会话，或会话已失效。\n' +
  '请打开 Ohmbrush 启动时在终端中显示的完整地址（包含 ?token=）。\n';

/**
 * Admits pages of this server that hold this server's cookie, which is given in exchange for a token. Pages of other
 * origins are refused even if the browser sends the cookie (another port counts as the same site), and so are host
 * names that an attacker has pointed at this machine (DNS rebinding).
 *
 * @param sessionKey whoever has it can compute the cookies; the same key and port give the same cookie, so that a page
 *   stays admitted after the host restarts
 */
export function createAdmission(port: number, sessionKey: Buffer): Admission {
  const token = secret();
  const session = createHmac('sha256', sessionKey).update(`session on port ${port}`).digest('base64url');
  const tickets = new Set<string>();
  // Browsers send a host's cookies to all of its ports.
  const cookie = `ohmbrush-${port}`;
  const hosts = ['127.0.0.1', 'localhost'].map((name) => new URL(`http://${name}:${port}`).host);

  const ownPagesOnly = createMiddleware(async (c, next) => {
    const host = c.req.header('host') ?? '';
    if (!hosts.includes(host)) return c.text('This is not served under that name.\n', 421);
    const origin = c.req.header('origin');
    const foreign = origin === undefined ? fromElsewhere(c.req.raw) : origin !== `http://${host}`;
    return foreign ? c.text('This is not served to other pages.\n', 403) : next();
  });

  const cookieForToken = createMiddleware(async (c, next) => {
    const given = c.req.query('token');
    if (given === undefined || c.req.path !== '/') return next();
    if (same(given, token) || tickets.delete(given)) {
      setCookie(c, cookie, session, { httpOnly: true, sameSite: 'Strict', path: '/' });
    }
    c.header('cache-control', 'no-store');
    return c.redirect('/', 303);
  });

  const cookieHoldersOnly = createMiddleware(async (c, next) =>
    same(getCookie(c, cookie) ?? '', session) ? next() : c.text(ASK_FOR_TOKEN, 401, { 'cache-control': 'no-store' }),
  );

  return {
    token,
    hosts,
    gate: every(ownPagesOnly, cookieForToken, cookieHoldersOnly),
    ticket() {
      const ticket = secret();
      tickets.add(ticket);
      return ticket;
    },
  };
}

function secret(): string {
  return randomBytes(24).toString('base64url');
}

/** Constant-time comparison: its duration does not reveal where the values differ. */
function same(given: string, wanted: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(given), digest(wanted));
}

/**
 * Browsers state which site makes a request; 'none' means the user. A WebSocket has to state its origin. A link to the
 * studio is harmless: it opens as a top-level page, which the linking site cannot read.
 */
function fromElsewhere({ method, headers, url }: Request): boolean {
  if (headers.has('upgrade')) return true;
  const site = headers.get('sec-fetch-site') ?? 'none';
  if (site === 'same-origin' || site === 'none') return false;
  const link = method === 'GET' && headers.get('sec-fetch-dest') === 'document' && new URL(url).pathname === '/';
  return !link;
}
