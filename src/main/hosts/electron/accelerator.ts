/** tinykeys' names of keys that Electron calls otherwise. */
const NAMES: Record<string, string> = {
  $mod: 'CmdOrCtrl',
  ArrowLeft: 'Left',
  ArrowRight: 'Right',
  ArrowUp: 'Up',
  ArrowDown: 'Down',
};

/** @param keys a combination in tinykeys' syntax, as in shared/commands.ts @returns the same as Electron's menus write it */
export function acceleratorOf(keys: string): string {
  // A key that is '+' itself splits into empty parts.
  if (keys === '+') return 'Plus';
  return keys
    .split('+')
    .map((part) => NAMES[part] ?? part)
    .join('+');
}

/** Keys without Ctrl or Cmd are letters to whoever types: the menu shows them and leaves them to the page. */
export function isPlain(keys: string): boolean {
  return !keys.startsWith('$mod');
}
