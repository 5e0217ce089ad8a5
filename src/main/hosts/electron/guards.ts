import { app, type Session, shell } from 'electron';
import { isOwn, isPage } from './scheme.ts';

/** Hosts of the citations. A page can open no other address. */
const READING = new Set(['arxiv.org', 'doi.org']);

/** Blocks navigation, new windows and web views in every page. To be called before the first window opens. */
export function guardContents(): void {
  app.on('web-contents-created', (_, contents) => {
    contents.on('will-frame-navigate', (event) => {
      // A page may reload itself.
      if (!event.isMainFrame || !isPage(event.url)) event.preventDefault();
    });
    contents.on('will-redirect', (event) => {
      if (!isPage(event.url)) event.preventDefault();
    });
    contents.on('will-attach-webview', (event) => event.preventDefault());
    contents.setWindowOpenHandler(({ url }) => {
      // Without a browser nothing opens.
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
 * The page needs no permission except to copy a prompt to the clipboard, and nothing from any network: requests that
 * its content security policy would allow are cancelled before a connection is made. So no server can present a
 * certificate or ask for one, or for a password.
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
