import { activation } from './activation.ts';
import { add } from './add.ts';
import { attention } from './attention.ts';
import { channelSums } from './channel-sums.ts';
import { concatChannels } from './concat-channels.ts';
import { crossbar } from './crossbar.ts';
import { geglu } from './geglu.ts';
import { groupNorm } from './group-norm.ts';
import { largestMagnitude } from './largest-magnitude.ts';
import { layerNorm } from './layer-norm.ts';
import { matmul } from './matmul.ts';
import { padImage } from './pad-image.ts';
import { quantizeImage } from './quantize-image.ts';
import { upsampleNearest } from './upsample-nearest.ts';

/** Every operation of the kernels, in the order of native/operators.h. */
export const operators = [
  activation,
  add,
  attention,
  channelSums,
  concatChannels,
  crossbar,
  geglu,
  groupNorm,
  largestMagnitude,
  layerNorm,
  matmul,
  padImage,
  quantizeImage,
  upsampleNearest,
] as const;
