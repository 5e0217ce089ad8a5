import { protocol } from 'electron';

export const SCHEME = 'app';
/** Base URL of everything the window may load, and the only origin that is answered. */
export const ORIGIN = `${SCHEME}://studio`;
/** URL of the app's one page. */
export const PAGE = `${ORIGIN}/`;

/** Whether a URL is the app's page, with any fragment or query. */
export function isPage(url: string): boolean {
  return url === PAGE || url.startsWith(`${PAGE}#`);
}

/** Whether a URL belongs to the studio: served by main, or a blob of its page. */
export function isOwn(url: string): boolean {
  return url.startsWith(PAGE) || url.startsWith(`blob:${PAGE}`);
}

/**
 * Makes the studio's scheme behave like https: an origin, fetch, streamed media. To be called before Electron is ready.
 */
export function registerScheme(): void {
  protocol.registerSchemesAsPrivileged([
    { scheme: SCHEME, privileges: { standard: true, secure: true, supportFetchAPI: true, stream: true } },
  ]);
}
