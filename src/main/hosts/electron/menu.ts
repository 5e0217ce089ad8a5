import { app, type BrowserWindow, Menu, type MenuItemConstructorOptions } from 'electron';
import { COMMAND_IDS, COMMANDS, type CommandId } from '../../../shared/commands.ts';
import type { en } from '../../../shared/locales/en.ts';
import type { LanguageId } from '../../../shared/locales/index.ts';
import { commandTitle, texts } from '../../../shared/locales/translate.ts';
import { acceleratorOf, isPlain } from './accelerator.ts';

type MenuName = keyof (typeof en)['desktop']['menus'];

const MAC = process.platform === 'darwin';
const SEPARATOR: MenuItemConstructorOptions = { type: 'separator' };

/**
 * Sets the native menu: every command of shared/commands.ts that is assigned to a menu, and the standard entries.
 *
 * @param choose called with the command of a chosen entry
 */
export function setMenu(window: BrowserWindow, language: LanguageId, choose: (command: CommandId) => void): void {
  const t = texts(language, 'desktop');
  const commands = (menu: MenuName | 'language') => commandItems(menu, language, choose, window);
  const about: MenuItemConstructorOptions = { role: 'about', label: t('about') };
  const quit: MenuItemConstructorOptions = { role: 'quit', label: t('quit') };
  const standard: Record<MenuName, MenuItemConstructorOptions[]> = {
    file: MAC ? [] : [quit],
    edit: [
      { role: 'cut', label: t('cut') },
      { role: 'copy', label: t('copy') },
      { role: 'paste', label: t('paste') },
      { role: 'selectAll', label: t('selectAll') },
    ],
    view: [
      { label: t('language'), submenu: commands('language') },
      ...(app.isPackaged ? [] : developerItems(language)),
      { role: 'togglefullscreen', label: t('fullScreen'), accelerator: MAC ? 'Ctrl+Cmd+F' : 'F11' },
    ],
    queue: [],
    picture: [],
    help: MAC ? [] : [about],
  };
  const menus = (Object.keys(standard) as MenuName[]).map((name) => ({
    label: t(`menus.${name}`),
    submenu: [...commands(name), ...(standard[name].length > 0 ? [SEPARATOR, ...standard[name]] : [])],
    // macOS adds its search field to this menu.
    ...(name === 'help' ? { role: 'help' as const } : {}),
  }));
  Menu.setApplicationMenu(Menu.buildFromTemplate(MAC ? [macAppMenu(about, quit, language), ...menus] : menus));
}

function commandItems(
  menu: MenuName | 'language',
  language: LanguageId,
  choose: (command: CommandId) => void,
  window: BrowserWindow,
): MenuItemConstructorOptions[] {
  return COMMAND_IDS.filter((id) => COMMANDS[id].menu === menu).map((id) => ({
    id,
    label: commandTitle(id, language),
    ...keysOf(COMMANDS[id].keys),
    ...(menu === 'language' ? { type: 'radio', checked: id === `language-${language}` } : {}),
    click: (_item, _window, { triggeredByAccelerator }) => {
      // The page receives every key first. It ignores this one only while a text is edited.
      if (id === 'undo' && triggeredByAccelerator) window.webContents.undo();
      else choose(id);
    },
  }));
}

function keysOf(keys: string | null): MenuItemConstructorOptions {
  if (keys === null) return {};
  if (!isPlain(keys)) return { accelerator: acceleratorOf(keys) };
  // macOS cannot show a key in a menu without handling it.
  return MAC ? {} : { accelerator: acceleratorOf(keys), registerAccelerator: false };
}

function developerItems(language: LanguageId): MenuItemConstructorOptions[] {
  return [
    { role: 'reload', label: texts(language, 'desktop')('reload') },
    { role: 'toggleDevTools', label: texts(language, 'desktop')('developerTools') },
  ];
}

function macAppMenu(
  about: MenuItemConstructorOptions,
  quit: MenuItemConstructorOptions,
  language: LanguageId,
): MenuItemConstructorOptions {
  const t = texts(language, 'desktop');
  return {
    label: app.name,
    submenu: [
      about,
      SEPARATOR,
      { role: 'services', label: t('services') },
      SEPARATOR,
      { role: 'hide', label: t('hide') },
      { role: 'hideOthers', label: t('hideOthers') },
      { role: 'unhide', label: t('showAll') },
      SEPARATOR,
      quit,
    ],
  };
}
