import { words } from '../../language/words.ts';

export const gridWords = words(
  {
    sweep: 'Sweep',
    sweepName: '{{prompt}} ({{done}}/{{total}})',
    exportSheet: 'Export PNG',
    exportTable: 'Export CSV',
    openTradeOff: 'Trade-off',
    gridLabel: 'Sweep of {{fields}}',
    emptyTitle: 'No sweep yet',
    emptyText:
      'Turn on the sweep of one or two fields of the recipe (steps, seed, chip, bits, ...) and press Generate: the pictures fill a grid here.',
    queued: 'Waiting',
    running: 'Painting',
    failed: 'Failed',
    cancelled: 'Cancelled',
    trashed: 'In the trash',
    retry: 'Retry',
  },
  {
    sweep: '扫描',
    sweepName: '{{prompt}}（{{done}}/{{total}}）',
    exportSheet: '导出 PNG',
    exportTable: '导出 CSV',
    openTradeOff: '权衡',
    gridLabel: '{{fields}} 的扫描',
    emptyTitle: '还没有扫描',
    emptyText: '在配方中为一个或两个字段（步数、种子、芯片、位数等）打开扫描，然后点击生成：图片会在这里填满网格。',
    queued: '等待中',
    running: '绘制中',
    failed: '失败',
    cancelled: '已取消',
    trashed: '在回收站',
    retry: '重试',
  },
);
