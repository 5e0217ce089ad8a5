import { words } from '../language/words.ts';

export const partsWords = words(
  {
    tryAgain: 'Try again; if it happens again, restart Ohmbrush.',
    undo: 'Undo',
    estimateHint: 'Estimated before painting: between {{low}} and {{high}}',
    measuredHint: 'Counted while it was painted: between {{low}} and {{high}}',
    estimated: 'Estimated',
    measured: 'Measured',
  },
  {
    tryAgain: '请重试；如果再次出现，请重新启动 Ohmbrush。',
    undo: '撤销',
    estimateHint: '绘制前的估计：在 {{low}} 和 {{high}} 之间',
    measuredHint: '绘制时的计量：在 {{low}} 和 {{high}} 之间',
    estimated: '估计',
    measured: '实测',
  },
);
