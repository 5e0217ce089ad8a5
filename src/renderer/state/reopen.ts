import { rememberAll } from './remember.ts';

const KEY = 'ohmbrush-reopened';

/** Reloads the page after the library was reopened, keeping the user's input. */
export async function reopen(): Promise<void> {
  await rememberAll();
  sessionStorage.setItem(KEY, 'yes');
  window.location.reload();
}

/** Whether this page was loaded for that reason; true only once. */
export function wasReopened(): boolean {
  const reopened = sessionStorage.getItem(KEY) !== null;
  sessionStorage.removeItem(KEY);
  return reopened;
}
