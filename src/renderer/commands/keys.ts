const MAC = /Mac|iPhone|iPad/.test(navigator.platform);

/** Keys in tinykeys' syntax, for display: '$mod+Enter' is '⌘ ↩' on a Mac, 'Ctrl+Enter' elsewhere. */
export function readableKeys(keys: string): string {
  const names: Record<string, string> = MAC
    ? { $mod: '⌘', Shift: '⇧', Enter: '↩', Delete: '⌫', ArrowLeft: '←', ArrowRight: '→' }
    : { $mod: 'Ctrl', Delete: 'Del', ArrowLeft: '←', ArrowRight: '→' };
  // The key '+' itself splits into empty parts.
  if (keys === '+') return '+';
  return keys
    .split('+')
    .map((part) => names[part] ?? part)
    .join(MAC ? ' ' : '+');
}
