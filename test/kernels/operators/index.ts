import type { OperatorCases } from '../operator-cases.ts';
import { activationCases } from './activation.ts';
import { addCases } from './add.ts';
import { attentionCases } from './attention.ts';
import { channelSumsCases } from './channel-sums.ts';
import { concatChannelsCases } from './concat-channels.ts';
import { crossbarCases } from './crossbar.ts';
import { gegluCases } from './geglu.ts';
import { groupNormCases } from './group-norm.ts';
import { largestMagnitudeCases } from './largest-magnitude.ts';
import { layerNormCases } from './layer-norm.ts';
import { matmulCases } from './matmul.ts';
import { padImageCases } from './pad-image.ts';
import { quantizeImageCases } from './quantize-image.ts';
import { upsampleNearestCases } from './upsample-nearest.ts';

/** Random calls of every operator. */
export const operatorCases: readonly OperatorCases[] = [
  activationCases,
  addCases,
  attentionCases,
  channelSumsCases,
  concatChannelsCases,
  crossbarCases,
  gegluCases,
  groupNormCases,
  largestMagnitudeCases,
  layerNormCases,
  matmulCases,
  padImageCases,
  quantizeImageCases,
  upsampleNearestCases,
];
