import { LANGUAGES, type LanguageId } from './locales/index.ts';

/**
 * All commands of the keyboard, the command palette and Electron's menu: one list, so that the three agree. The screen
 * that owns a command registers what it does (renderer/commands); its title is in the locales.
 */
interface Command {
  /**
   * tinykeys' syntax; '$mod' is Cmd on a Mac and Ctrl elsewhere. Keys without a modifier are ignored while a text is
   * edited. null: palette and menu only.
   */
  readonly keys: string | null;
  /** Menu in the native menu bar ('language' is a submenu of 'view'); null: not in the menu. */
  readonly menu: 'file' | 'edit' | 'view' | 'queue' | 'picture' | 'help' | 'language' | null;
}

const FIXED_COMMANDS = {
  generate: { keys: '$mod+Enter', menu: 'queue' },
  'generate-first': { keys: '$mod+Shift+Enter', menu: 'queue' },
  'cancel-job': { keys: 'Shift+X', menu: 'queue' },
  'toggle-queue': { keys: 'Q', menu: 'queue' },
  'show-queue': { keys: '$mod+J', menu: 'queue' },
  'clear-queue': { keys: null, menu: 'queue' },

  'import-pictures': { keys: '$mod+O', menu: 'file' },
  'export-pictures': { keys: '$mod+E', menu: 'file' },
  'library-maintenance': { keys: null, menu: 'file' },

  undo: { keys: '$mod+Z', menu: 'edit' },
  'focus-prompt': { keys: 'I', menu: 'edit' },
  'roll-seed': { keys: 'D', menu: 'edit' },
  'lock-seed': { keys: 'L', menu: 'edit' },
  search: { keys: '/', menu: 'edit' },

  'show-view': { keys: '$mod+1', menu: 'view' },
  'show-compare': { keys: '$mod+2', menu: 'view' },
  'show-grid': { keys: '$mod+3', menu: 'view' },
  'show-trade-off': { keys: '$mod+4', menu: 'view' },
  'show-chips': { keys: '$mod+5', menu: 'view' },
  'toggle-recipe': { keys: 'T', menu: 'view' },
  'toggle-library': { keys: 'G', menu: 'view' },
  'toggle-panels': { keys: 'F', menu: 'view' },
  'zoom-fit': { keys: 'Z', menu: 'view' },
  'zoom-actual': { keys: 'Shift+Z', menu: 'view' },
  'zoom-in': { keys: '+', menu: null },
  'zoom-out': { keys: '-', menu: null },

  'next-picture': { keys: 'ArrowRight', menu: 'picture' },
  'previous-picture': { keys: 'ArrowLeft', menu: 'picture' },
  'pin-picture': { keys: 'P', menu: 'picture' },
  'star-picture': { keys: 'S', menu: 'picture' },
  'rate-0': { keys: '0', menu: null },
  'rate-1': { keys: '1', menu: null },
  'rate-2': { keys: '2', menu: null },
  'rate-3': { keys: '3', menu: null },
  'rate-4': { keys: '4', menu: null },
  'rate-5': { keys: '5', menu: null },
  'use-prompt': { keys: null, menu: 'picture' },
  'use-seed': { keys: null, menu: 'picture' },
  'use-all': { keys: 'U', menu: 'picture' },
  'trash-picture': { keys: 'Delete', menu: 'picture' },

  palette: { keys: '$mod+K', menu: 'help' },
  'show-keys': { keys: '?', menu: 'help' },
} as const satisfies Record<string, Command>;

type LanguageCommandId = `language-${LanguageId}`;

const LANGUAGE_COMMANDS = Object.fromEntries(
  LANGUAGES.map(({ id }) => [`language-${id}`, { keys: null, menu: 'language' }]),
) as Record<LanguageCommandId, Command>;

export const COMMANDS = { ...FIXED_COMMANDS, ...LANGUAGE_COMMANDS };

export type CommandId = keyof typeof COMMANDS;
export const COMMAND_IDS = Object.keys(COMMANDS) as [CommandId, ...CommandId[]];
