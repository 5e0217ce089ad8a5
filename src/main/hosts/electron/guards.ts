import { app, type Session, shell } from 'electron';
import { isPage } from './scheme.ts';

/** Where citations lead. Anything else stays closed, whatever a page asks for. */
const READING = new Set(['arxiv.org', 'doi.org']);

/** Keeps every page in its place: no other page, no window, no web view. Before the first window. */
export function guardContents(): void {
  app.on('web-contents-created', (_, contents) => {
    contents.on('will-frame-navigate', (event) => {
      // A page may load itself again.
      if (!event.isMainFrame || !isPage(event.url)) event.preventDefault();
    });
    contents.on('will-attach-webview', (event) => event.preventDefault());
    contents.setWindowOpenHandler(({ url }) => {
      if (isReading(url)) void shell.openExternal(url);
      return { action: 'deny' };
    });
  });
}

function isReading(text: string): boolean {
  const url = URL.parse(text);
  return url?.protocol === 'https:' && READING.has(url.host);
}

/** The studio needs none of what a page may ask for, but to put a prompt into the clipboard. */
export function guardSession(session: Session): void {
  const isAllowed = (permission: string) => permission === 'clipboard-sanitized-write';
  session.setPermissionRequestHandler((_, permission, answer) => answer(isAllowed(permission)));
  session.setPermissionCheckHandler((_, permission) => isAllowed(permission));
  session.setDevicePermissionHandler(() => false);
}
