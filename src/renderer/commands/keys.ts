const MAC = /Mac|iPhone|iPad/.test(navigator.platform);

/** tinykeys' syntax as people read it: '$mod+Enter' is '⌘ ↩' on a Mac, 'Ctrl+Enter' elsewhere. */
export function readableKeys(keys: string): string {
  const names: Record<string, string> = MAC
    ? { $mod: '⌘', Shift: '⇧', Enter: '↩', Delete: '⌫', ArrowLeft: '←', ArrowRight: '→' }
    : { $mod: 'Ctrl', Delete: 'Del', ArrowLeft: '←', ArrowRight: '→' };
  // A key that is '+' itself splits into empty parts.
  if (keys === '+') return '+';
  return keys
    .split('+')
    .map((part) => names[part] ?? part)
    .join(MAC ? ' ' : '+');
}
