import { words } from '../../language/words.ts';

export const compareWords = words(
  {
    imported: 'Imported',

    mode: 'How to compare',
    slider: 'Slider',
    side: 'Side by side',
    flicker: 'Flicker',
    heatmap: 'Heatmap',

    divider: 'Divider between {{left}} and {{right}}',
    dividerAt: '{{percent}} % {{left}}',
    surface: '{{name}}: {{prompt}}',
    surfaceOfTwo: '{{left}} beside {{right}}: {{prompt}}',
    heatmapOf: 'Where {{name}} differs from the reference',

    reference: 'Reference',
    makeReference: 'Make it the reference',
    isReference: 'The others are measured against this one',
    showThis: 'Show {{name}}',
    unpin: 'Take out of the comparison',
    swap: 'Swap sides',
    clear: 'Take all out',
    addPictures: 'Add pictures',
    recent: 'Recent pictures',
    noRecent: 'Nothing painted yet.',

    emptyTitle: 'Pin two to four pictures',
    emptyBody: 'Choose them here, press P on a picture, or hold Alt and click one in the library.',
    onlyOne: 'Pin another picture to compare it with this one.',

    useExact: 'Use the exact picture as reference',
    paintExact: 'Paint the exact picture',
    paintExactHint: 'Same scene, without a chip: what the chip should have painted',
    paintingExact: 'Painting the exact picture; it joins when it is done',
    noRoomForExact: 'Take one out to compare with the exact picture',

    table: 'Figures and settings that differ',
    energy: 'Energy',
    range: 'Between',
    time: 'Time',
    fidelity: 'Likeness',
    sameSettings: 'All settings are the same.',
    otherSize: 'Other size',
    identical: 'Identical',
    measuring: 'Measuring…',
    unmeasured: 'Not measured',
    psnr: 'PSNR {{value}} dB',
    flip: 'FLIP {{value}}',
    fidelityHint:
      'How close it is to the reference. PSNR counts every pixel: above 40 dB nobody sees a difference, below 20 dB it is another picture. FLIP is what the eye notices when the two flip back and forth: 0 is nothing, 1 is everything.',

    weights: 'Model weights',
    ofChip: 'Chip: {{field}}',

    play: 'Flicker by itself',
    pause: 'Stop',
    holdReference: 'Hold to see the reference',

    legendNone: '0 no difference',
    legendMost: '1 most',
    legend: 'Colours of the heatmap: dark is no visible difference, light is the most',
    sizesDiffer: 'It has another size than the reference, so there is no heatmap.',
  },
  {
    imported: '导入',

    mode: '对比方式',
    slider: '滑块',
    side: '并排',
    flicker: '闪烁',
    heatmap: '热力图',

    divider: '{{left}}与{{right}}之间的分隔线',
    dividerAt: '{{left}}占 {{percent}} %',
    surface: '{{name}}：{{prompt}}',
    surfaceOfTwo: '{{left}}与{{right}}：{{prompt}}',
    heatmapOf: '{{name}}与参考图的差别所在',

    reference: '参考',
    makeReference: '设为参考图',
    isReference: '其他图片与这一张比较',
    showThis: '显示{{name}}',
    unpin: '移出对比',
    swap: '交换左右',
    clear: '全部移出',
    addPictures: '添加图片',
    recent: '最近的图片',
    noRecent: '还没有图片。',

    emptyTitle: '固定两到四张图片',
    emptyBody: '在这里选择，或在图片上按 P，或在图库中按住 Alt 点击。',
    onlyOne: '再固定一张图片，与这一张对比。',

    useExact: '以精确图片为参考',
    paintExact: '绘制精确图片',
    paintExactHint: '同一场景，不经过芯片：芯片本应画出的样子',
    paintingExact: '正在绘制精确图片，完成后自动加入',
    noRoomForExact: '先移出一张，才能与精确图片对比',

    table: '数据与不同的设置',
    energy: '能耗',
    range: '介于',
    time: '时间',
    fidelity: '相似度',
    sameSettings: '所有设置都相同。',
    otherSize: '尺寸不同',
    identical: '完全相同',
    measuring: '测量中…',
    unmeasured: '未测量',
    psnr: 'PSNR {{value}} dB',
    flip: 'FLIP {{value}}',
    fidelityHint:
      '与参考图的接近程度。PSNR 逐像素比较：高于 40 dB 时肉眼看不出差别，低于 20 dB 就是另一张图了。FLIP 是两张图来回切换时眼睛注意到的差别：0 为没有，1 为最大。',

    weights: '模型权重',
    ofChip: '芯片：{{field}}',

    play: '自动闪烁',
    pause: '停止',
    holdReference: '按住查看参考图',

    legendNone: '0 无差别',
    legendMost: '1 最大',
    legend: '热力图的颜色：暗处没有可见差别，亮处差别最大',
    sizesDiffer: '它与参考图尺寸不同，因此没有热力图。',
  },
);
