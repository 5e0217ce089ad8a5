/** Names of keys that differ between tinykeys and Electron. */
const NAMES: Record<string, string> = {
  $mod: 'CmdOrCtrl',
  ArrowLeft: 'Left',
  ArrowRight: 'Right',
  ArrowUp: 'Up',
  ArrowDown: 'Down',
};

/**
 * @param keys a combination in tinykeys' syntax, as in shared/commands.ts
 * @returns the same in the syntax of Electron's menus
 */
export function acceleratorOf(keys: string): string {
  // The key '+' itself splits into empty parts.
  if (keys === '+') return 'Plus';
  return keys
    .split('+')
    .map((part) => NAMES[part] ?? part)
    .join('+');
}

/** A key without Ctrl or Cmd is also typed as a letter: the menu shows it, and the page handles it. */
export function isPlain(keys: string): boolean {
  return !keys.startsWith('$mod');
}
