import type { Language } from './language.ts';

/** What the operating system shows for the app; everything else is the renderer's. */
interface Texts {
  menus: Record<'file' | 'edit' | 'view' | 'queue' | 'picture' | 'help', string>;
  cut: string;
  copy: string;
  paste: string;
  selectAll: string;
  reload: string;
  developerTools: string;
  fullScreen: string;
  about: string;
  services: string;
  hide: string;
  hideOthers: string;
  showAll: string;
  quit: string;
  saveAs: string;
  notSaved: string;
  notSavedDetail: string;
  quitQuestion: string;
  quitDetail: string;
  quitAnyway: string;
  keepPainting: string;
  cannotOpen: string;
  cannotGoOn: string;
  cannotGoOnDetail: string;
  pageCrashes: string;
  pageCrashesDetail: string;
  tryAgain: string;
  ready(pictures: number): string;
  failed(pictures: number): string;
}

export const TEXTS: Record<Language, Texts> = {
  en: {
    menus: { file: 'File', edit: 'Edit', view: 'View', queue: 'Queue', picture: 'Picture', help: 'Help' },
    cut: 'Cut',
    copy: 'Copy',
    paste: 'Paste',
    selectAll: 'Select All',
    reload: 'Reload',
    developerTools: 'Developer Tools',
    fullScreen: 'Full Screen',
    about: 'About Ohmbrush',
    services: 'Services',
    hide: 'Hide Ohmbrush',
    hideOthers: 'Hide Others',
    showAll: 'Show All',
    quit: 'Quit Ohmbrush',
    saveAs: 'Save as',
    notSaved: 'The file could not be saved',
    notSavedDetail:
      'The disk may be full, the folder write-protected, or the file of a picture gone. Export it again, or to another place.',
    quitQuestion: 'A picture is being painted. Quit anyway?',
    quitDetail: 'It starts again from its first step next time; what waits in the queue is kept.',
    quitAnyway: 'Quit',
    keepPainting: 'Keep painting',
    cannotOpen: 'Ohmbrush cannot start',
    cannotGoOn: 'Ohmbrush has to close',
    cannotGoOnDetail:
      'Something unexpected happened. What has been painted is kept, and the queue comes back when you open Ohmbrush again.',
    pageCrashes: 'The window keeps crashing',
    pageCrashesDetail: 'Your pictures and the queue are safe: they do not depend on it.',
    tryAgain: 'Open it again',
    ready: (pictures) => (pictures === 1 ? 'Your picture is ready' : `${pictures} pictures are ready`),
    failed: (pictures) =>
      pictures === 1 ? '1 picture could not be painted' : `${pictures} pictures could not be painted`,
  },
  zh: {
    menus: { file: '文件', edit: '编辑', view: '视图', queue: '队列', picture: '图片', help: '帮助' },
    cut: '剪切',
    copy: '复制',
    paste: '粘贴',
    selectAll: '全选',
    reload: '重新加载',
    developerTools: '开发者工具',
    fullScreen: '全屏',
    about: '关于 Ohmbrush',
    services: '服务',
    hide: '隐藏 Ohmbrush',
    hideOthers: '隐藏其他',
    showAll: '全部显示',
    quit: '退出 Ohmbrush',
    saveAs: '另存为',
    notSaved: '文件未能保存',
    notSavedDetail: '磁盘可能已满，文件夹不可写入，或某张图片的文件已丢失。请重新导出，或换个位置。',
    quitQuestion: '正在绘制图片，仍要退出吗？',
    quitDetail: '当前图片下次会从第一步重新开始；队列中等待的任务会保留。',
    quitAnyway: '退出',
    keepPainting: '继续绘制',
    cannotOpen: 'Ohmbrush 无法启动',
    cannotGoOn: 'Ohmbrush 需要关闭',
    cannotGoOnDetail: '发生了意外错误。已完成的图片都已保存，队列会在下次打开 Ohmbrush 时恢复。',
    pageCrashes: '窗口反复崩溃',
    pageCrashesDetail: '图片和队列不受影响，都是安全的。',
    tryAgain: '重新打开',
    ready: (pictures) => (pictures === 1 ? '图片已完成' : `${pictures} 张图片已完成`),
    failed: (pictures) => `${pictures} 张图片未能完成`,
  },
};
