import { words } from '../../language/words.ts';

export const zoomWords = words(
  {
    tools: 'Zoom',
    smooth: 'Smooth, also when zoomed in',
    fitNow: '{{percent}}, zoom to fit',
  },
  {
    tools: '缩放',
    smooth: '放大后也平滑显示',
    fitNow: '{{percent}}，适应窗口',
  },
);
