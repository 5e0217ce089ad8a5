import { words } from '../../language/words.ts';

export const zoomWords = words(
  {
    tools: 'Zoom',
    smooth: 'Smooth when enlarged',
    fitNow: '{{percent}}, zoom to fit',
  },
  {
    tools: '缩放',
    smooth: '放大时平滑显示',
    fitNow: '{{percent}}，适应窗口',
  },
);
