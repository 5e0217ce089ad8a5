import { tinykeys } from 'tinykeys';
import { COMMAND_IDS, COMMANDS } from '../../shared/commands.ts';
import { isAvailable, runCommand } from './registry.ts';

/** Listens for every command's keys on the window. @returns a function that stops it */
export function listenForKeys(): () => void {
  const bindings: Record<string, (event: KeyboardEvent) => void> = {};
  for (const id of COMMAND_IDS) {
    const { keys } = COMMANDS[id];
    if (keys === null) continue;
    const plain = !keys.startsWith('$mod');
    // On many keyboards '+' and '?' are typed with Shift.
    const press = /^[\w$]/.test(keys) ? keys : `[Shift]+${keys}`;
    bindings[press] = (event) => {
      if (event.defaultPrevented || !isAvailable(id)) return;
      // A text field handles letters and undo itself; an open dialog handles everything except its own commands' keys.
      if (isTextField(event.target) && (plain || id === 'undo')) return;
      if (plain && document.querySelector('[role="dialog"]')) return;
      // Arrow keys belong to the focused list, slider or tab.
      if (plain && ownsKeys(event.target, event.key)) return;
      event.preventDefault();
      runCommand(id);
    };
  }
  return tinykeys(window, bindings, {
    // By default tinykeys ignores all keys in text fields; here that is decided above. A held key must not queue a
    // second picture, but may step through the library.
    ignore: (event) => event.isComposing || (event.repeat && !event.key.startsWith('Arrow')),
  });
}

function isTextField(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (target.isContentEditable || target instanceof HTMLTextAreaElement || target instanceof HTMLSelectElement)
    return true;
  return target instanceof HTMLInputElement && !['checkbox', 'radio', 'button', 'range', 'color'].includes(target.type);
}

const ARROW_OWNERS =
  '[role="slider"],[role="tab"],[role="radio"],[role="option"],[role="listbox"],[role="menuitem"],' +
  '[role="separator"],[role="grid"],[type="radio"],[type="range"]';

function ownsKeys(target: EventTarget | null, key: string): boolean {
  return key.startsWith('Arrow') && target instanceof Element && target.closest(ARROW_OWNERS) !== null;
}
