import { expect, test } from 'vitest';
import { acceleratorOf, isPlain } from '../../src/main/hosts/electron/accelerator.ts';
import { COMMAND_IDS, COMMANDS } from '../../src/shared/commands.ts';

/** What Electron's documentation lists: modifiers, then one key. */
const KNOWN = /^((CmdOrCtrl|Shift|Alt)\+)*([A-Z0-9/?-]|Plus|Enter|Left|Right|Up|Down|Delete|Space|Tab|Escape|F\d+)$/;

test('every key of a command can be written in a menu', () => {
  const unknown = COMMAND_IDS.flatMap((id) => {
    const { keys } = COMMANDS[id];
    return keys === null || KNOWN.test(acceleratorOf(keys)) ? [] : [`${id}: ${acceleratorOf(keys)}`];
  });
  expect(unknown).toEqual([]);
});

test('keys that type a character are distinguished from those that do not', () => {
  expect([acceleratorOf('$mod+Shift+Enter'), isPlain('$mod+Shift+Enter')]).toEqual(['CmdOrCtrl+Shift+Enter', false]);
  expect([acceleratorOf('+'), isPlain('+')]).toEqual(['Plus', true]);
  expect([acceleratorOf('ArrowLeft'), isPlain('ArrowLeft')]).toEqual(['Left', true]);
  expect(isPlain('Shift+X')).toBe(true);
});
