import { concatChannels as concatChannelsOperator } from '../../kernels/operators/concat-channels.ts';
import { upsampleNearest as upsampleNearestOperator } from '../../kernels/operators/upsample-nearest.ts';
import type { ImageShape } from '../../kernels/padding.ts';
import type { Compute } from '../compute.ts';
import { blank, type Tensor } from '../tensor.ts';

/** Nearest-neighbour upsampling by two: [batch, height, width, C] -> [batch, 2 height, 2 width, C]. */
export function upsampleNearest({ kernels, meter }: Compute, layer: string, x: Tensor): Tensor {
  const shape = x.shape as ImageShape;
  const y = blank(kernels.arena, [shape[0], 2 * shape[1], 2 * shape[2], shape[3]]);
  kernels.run(upsampleNearestOperator, { shape, x: x.data, y: y.data });
  meter.digital('elementwise', layer, 0, 4 * (x.data.length + y.data.length));
  return y;
}

/** Two images of one size, their channels side by side: [batch, height, width, A] and [..., B] -> [..., A + B]. */
export function concatChannels({ kernels, meter }: Compute, layer: string, a: Tensor, b: Tensor): Tensor {
  const widthA = a.shape[a.shape.length - 1]!;
  const widthB = b.shape[b.shape.length - 1]!;
  const y = blank(kernels.arena, [...a.shape.slice(0, -1), widthA + widthB]);
  kernels.run(concatChannelsOperator, { a: a.data, widthA, b: b.data, widthB, y: y.data });
  meter.digital('elementwise', layer, 0, 8 * y.data.length);
  return y;
}
