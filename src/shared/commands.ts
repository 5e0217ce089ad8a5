/**
 * Everything that can be done from the keyboard, the command palette and Electron's menu: one list, so that the three agree.
 * What a command does is registered by the screen that owns it (renderer/commands); its titles are in both languages here,
 * because the native menu is built in the main process.
 */
interface Command {
  /**
   * tinykeys' syntax; '$mod' is Cmd on a Mac and Ctrl elsewhere. Keys without a modifier are ignored while a text is edited.
   * null: palette and menu only.
   */
  readonly keys: string | null;
  /** Menu of the native menu bar; null: not in it. */
  readonly menu: 'file' | 'edit' | 'view' | 'queue' | 'picture' | 'help' | null;
  readonly en: string;
  readonly zh: string;
}

export const COMMANDS = {
  generate: { keys: '$mod+Enter', menu: 'queue', en: 'Generate', zh: '生成' },
  'generate-first': { keys: '$mod+Shift+Enter', menu: 'queue', en: 'Generate before the others', zh: '优先生成' },
  'cancel-job': { keys: 'Shift+X', menu: 'queue', en: 'Cancel the running picture', zh: '取消当前图片' },
  'toggle-queue': { keys: 'Q', menu: 'queue', en: 'Pause or resume the queue', zh: '暂停或继续队列' },
  'show-queue': { keys: '$mod+J', menu: 'queue', en: 'Show the queue', zh: '显示队列' },
  'clear-queue': { keys: null, menu: 'queue', en: 'Cancel everything that waits', zh: '取消所有等待的任务' },

  'import-pictures': { keys: '$mod+O', menu: 'file', en: 'Import pictures…', zh: '导入图片…' },
  'export-pictures': { keys: '$mod+E', menu: 'file', en: 'Export…', zh: '导出…' },
  'library-maintenance': { keys: null, menu: 'file', en: 'Library maintenance…', zh: '图库维护…' },

  undo: { keys: '$mod+Z', menu: 'edit', en: 'Undo', zh: '撤销' },
  'focus-prompt': { keys: 'I', menu: 'edit', en: 'Edit the prompt', zh: '编辑提示词' },
  'roll-seed': { keys: 'D', menu: 'edit', en: 'Roll the seed', zh: '随机种子' },
  'lock-seed': { keys: 'L', menu: 'edit', en: 'Lock or unlock the seed', zh: '锁定或解锁种子' },
  search: { keys: '/', menu: 'edit', en: 'Search the library', zh: '搜索图库' },

  'show-view': { keys: '$mod+1', menu: 'view', en: 'View', zh: '查看' },
  'show-compare': { keys: '$mod+2', menu: 'view', en: 'Compare', zh: '对比' },
  'show-grid': { keys: '$mod+3', menu: 'view', en: 'Grid', zh: '网格' },
  'show-trade-off': { keys: '$mod+4', menu: 'view', en: 'Trade-off', zh: '权衡' },
  'show-chips': { keys: '$mod+5', menu: 'view', en: 'Chips', zh: '芯片' },
  'toggle-recipe': { keys: 'T', menu: 'view', en: 'Show or hide the recipe', zh: '显示或隐藏配方' },
  'toggle-library': { keys: 'G', menu: 'view', en: 'Show or hide the library', zh: '显示或隐藏图库' },
  'toggle-panels': { keys: 'F', menu: 'view', en: 'Picture only', zh: '仅显示图片' },
  'zoom-fit': { keys: 'Z', menu: 'view', en: 'Zoom to fit', zh: '适应窗口' },
  'zoom-actual': { keys: 'Shift+Z', menu: 'view', en: 'Actual size', zh: '实际大小' },
  'zoom-in': { keys: '+', menu: null, en: 'Zoom in', zh: '放大' },
  'zoom-out': { keys: '-', menu: null, en: 'Zoom out', zh: '缩小' },
  'switch-language': { keys: null, menu: 'view', en: '切换到中文', zh: 'Switch to English' },

  'next-picture': { keys: 'ArrowRight', menu: 'picture', en: 'Next picture', zh: '下一张' },
  'previous-picture': { keys: 'ArrowLeft', menu: 'picture', en: 'Previous picture', zh: '上一张' },
  'pin-picture': { keys: 'P', menu: 'picture', en: 'Pin to compare', zh: '固定到对比' },
  'star-picture': { keys: 'S', menu: 'picture', en: 'Star', zh: '收藏' },
  'rate-0': { keys: '0', menu: null, en: 'Remove the rating', zh: '清除评分' },
  'rate-1': { keys: '1', menu: null, en: 'Rate 1', zh: '评 1 星' },
  'rate-2': { keys: '2', menu: null, en: 'Rate 2', zh: '评 2 星' },
  'rate-3': { keys: '3', menu: null, en: 'Rate 3', zh: '评 3 星' },
  'rate-4': { keys: '4', menu: null, en: 'Rate 4', zh: '评 4 星' },
  'rate-5': { keys: '5', menu: null, en: 'Rate 5', zh: '评 5 星' },
  'use-prompt': { keys: null, menu: 'picture', en: 'Use its prompt', zh: '使用其提示词' },
  'use-seed': { keys: null, menu: 'picture', en: 'Use its seed', zh: '使用其种子' },
  'use-all': { keys: 'U', menu: 'picture', en: 'Use its whole recipe', zh: '使用其全部配方' },
  'trash-picture': { keys: 'Delete', menu: 'picture', en: 'Move to the trash', zh: '移到回收站' },

  palette: { keys: '$mod+K', menu: 'help', en: 'Command palette', zh: '命令面板' },
  'show-keys': { keys: '?', menu: 'help', en: 'Keyboard shortcuts', zh: '键盘快捷键' },
} as const satisfies Record<string, Command>;

export type CommandId = keyof typeof COMMANDS;
export const COMMAND_IDS = Object.keys(COMMANDS) as [CommandId, ...CommandId[]];
