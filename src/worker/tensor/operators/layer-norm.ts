import type { Meter } from '../../energy/events.ts';
import { type Tensor, zeros } from '../tensor.ts';
import type { Norm } from './group-norm.ts';

/** Layer normalisation of x [..., C] over its last dimension, statistics in float64. */
export function layerNorm(meter: Meter, norm: Norm, x: Tensor): Tensor {
  const { weight, bias, eps } = norm;
  const width = weight.length;
  const y = zeros(x.shape);
  const from = x.data;
  const to = y.data;
  for (let row = 0; row < from.length; row += width) {
    let sum = 0;
    for (let c = 0; c < width; c++) sum += from[row + c]!;
    const mean = sum / width;
    let squares = 0;
    for (let c = 0; c < width; c++) {
      const distance = from[row + c]! - mean;
      squares += distance * distance;
    }
    const gain = 1 / Math.sqrt(squares / width + eps);
    for (let c = 0; c < width; c++) to[row + c] = (from[row + c]! - mean) * gain * weight[c]! + bias[c]!;
  }
  meter.digital('norm', norm.name, 8 * from.length, 16 * from.length);
  return y;
}
