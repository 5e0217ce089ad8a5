import { rememberAll } from './remember.ts';

const KEY = 'ohmbrush-reopened';

/** The library was opened anew: begins the page again, with what the artist had typed. */
export async function reopen(): Promise<void> {
  await rememberAll();
  sessionStorage.setItem(KEY, 'yes');
  window.location.reload();
}

/** Whether this page began because of that; once. */
export function wasReopened(): boolean {
  const reopened = sessionStorage.getItem(KEY) !== null;
  sessionStorage.removeItem(KEY);
  return reopened;
}
