import { app, type Session, shell } from 'electron';
import { isOwn, isPage } from './scheme.ts';

/** Where citations lead. Anything else stays closed, whatever a page asks for. */
const READING = new Set(['arxiv.org', 'doi.org']);

/** Keeps every page in its place: no other page, no window, no web view. Before the first window. */
export function guardContents(): void {
  app.on('web-contents-created', (_, contents) => {
    contents.on('will-frame-navigate', (event) => {
      // A page may load itself again.
      if (!event.isMainFrame || !isPage(event.url)) event.preventDefault();
    });
    contents.on('will-redirect', (event) => {
      if (!isPage(event.url)) event.preventDefault();
    });
    contents.on('will-attach-webview', (event) => event.preventDefault());
    contents.setWindowOpenHandler(({ url }) => {
      // Where there is no browser nothing opens.
      if (isReading(url)) shell.openExternal(url).catch(() => {});
      return { action: 'deny' };
    });
  });
}

function isReading(text: string): boolean {
  const url = URL.parse(text);
  return url?.protocol === 'https:' && READING.has(url.host);
}

/**
 * The studio needs none of what a page may ask for, but to put a prompt into the clipboard, and nothing from any
 * network: what its content security policy would let through is cancelled before a connection is made. Hence there is
 * no server that could show a certificate, ask for one, or for a password.
 */
export function guardSession(session: Session): void {
  session.webRequest.onBeforeRequest(({ url, resourceType }, answer) =>
    answer({ cancel: !isNeeded(url, resourceType) }),
  );
  const isAllowed = (permission: string) => permission === 'clipboard-sanitized-write';
  session.setPermissionRequestHandler((_, permission, answer) => answer(isAllowed(permission)));
  session.setPermissionCheckHandler((_, permission) => isAllowed(permission));
  session.setDevicePermissionHandler(() => false);
}

function isNeeded(url: string, resourceType: string): boolean {
  if (isOwn(url)) return true;
  if (url.startsWith('data:')) return resourceType === 'image';
  return !app.isPackaged && url.startsWith('devtools://');
}
