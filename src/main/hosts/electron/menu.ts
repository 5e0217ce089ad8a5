import { app, type BrowserWindow, Menu, type MenuItemConstructorOptions } from 'electron';
import { COMMAND_IDS, COMMANDS, type CommandId } from '../../../shared/commands.ts';
import { acceleratorOf, isPlain } from './accelerator.ts';
import type { Language } from './language.ts';
import { TEXTS } from './texts.ts';

type MenuName = keyof (typeof TEXTS)['en']['menus'];

const MAC = process.platform === 'darwin';
const SEPARATOR: MenuItemConstructorOptions = { type: 'separator' };

/**
 * Sets the native menu: every command of shared/commands.ts that has a place in it, and the standard entries.
 *
 * @param choose called with the command of a chosen entry
 */
export function setMenu(window: BrowserWindow, language: Language, choose: (command: CommandId) => void): void {
  const texts = TEXTS[language];
  const commands = (menu: MenuName) => commandItems(menu, language, choose, window);
  const about: MenuItemConstructorOptions = { role: 'about', label: texts.about };
  const quit: MenuItemConstructorOptions = { role: 'quit', label: texts.quit };
  const standard: Record<MenuName, MenuItemConstructorOptions[]> = {
    file: MAC ? [] : [quit],
    edit: [
      { role: 'cut', label: texts.cut },
      { role: 'copy', label: texts.copy },
      { role: 'paste', label: texts.paste },
      { role: 'selectAll', label: texts.selectAll },
    ],
    view: [
      ...(app.isPackaged ? [] : developerItems(language)),
      { role: 'togglefullscreen', label: texts.fullScreen, accelerator: MAC ? 'Ctrl+Cmd+F' : 'F11' },
    ],
    queue: [],
    picture: [],
    help: MAC ? [] : [about],
  };
  const menus = (Object.keys(standard) as MenuName[]).map((name) => ({
    label: texts.menus[name],
    submenu: [...commands(name), ...(standard[name].length > 0 ? [SEPARATOR, ...standard[name]] : [])],
    // The system adds its search field to this one.
    ...(name === 'help' ? { role: 'help' as const } : {}),
  }));
  Menu.setApplicationMenu(Menu.buildFromTemplate(MAC ? [macAppMenu(about, quit, language), ...menus] : menus));
}

function commandItems(
  menu: MenuName,
  language: Language,
  choose: (command: CommandId) => void,
  window: BrowserWindow,
): MenuItemConstructorOptions[] {
  return COMMAND_IDS.filter((id) => COMMANDS[id].menu === menu).map((id) => ({
    id,
    label: COMMANDS[id][language],
    ...keysOf(COMMANDS[id].keys),
    click: (_item, _window, { triggeredByAccelerator }) => {
      // The page hears every key first. It leaves this one alone only while a text is edited.
      if (id === 'undo' && triggeredByAccelerator) window.webContents.undo();
      else choose(id);
    },
  }));
}

function keysOf(keys: string | null): MenuItemConstructorOptions {
  if (keys === null) return {};
  if (!isPlain(keys)) return { accelerator: acceleratorOf(keys) };
  // A Mac cannot show keys without taking them.
  return MAC ? {} : { accelerator: acceleratorOf(keys), registerAccelerator: false };
}

function developerItems(language: Language): MenuItemConstructorOptions[] {
  return [
    { role: 'reload', label: TEXTS[language].reload },
    { role: 'toggleDevTools', label: TEXTS[language].developerTools },
  ];
}

function macAppMenu(
  about: MenuItemConstructorOptions,
  quit: MenuItemConstructorOptions,
  language: Language,
): MenuItemConstructorOptions {
  const texts = TEXTS[language];
  return {
    label: app.name,
    submenu: [
      about,
      SEPARATOR,
      { role: 'services', label: texts.services },
      SEPARATOR,
      { role: 'hide', label: texts.hide },
      { role: 'hideOthers', label: texts.hideOthers },
      { role: 'unhide', label: texts.showAll },
      SEPARATOR,
      quit,
    ],
  };
}
