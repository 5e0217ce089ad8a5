import { protocol } from 'electron';

export const SCHEME = 'app';
/** Everything the window may load, and the only origin that is answered. */
export const ORIGIN = `${SCHEME}://studio`;
/** The one page. */
export const PAGE = `${ORIGIN}/`;

/** Whether this is the address of the one page, at whatever place in it. */
export function isPage(url: string): boolean {
  return url === PAGE || url.startsWith(`${PAGE}#`);
}

/** Whether this is the studio's: what main answers, and blobs that its page made. */
export function isOwn(url: string): boolean {
  return url.startsWith(PAGE) || url.startsWith(`blob:${PAGE}`);
}

/** Makes the studio's scheme behave like https: an origin, fetch, media that stream. Before Electron is ready. */
export function registerScheme(): void {
  protocol.registerSchemesAsPrivileged([
    { scheme: SCHEME, privileges: { standard: true, secure: true, supportFetchAPI: true, stream: true } },
  ]);
}
