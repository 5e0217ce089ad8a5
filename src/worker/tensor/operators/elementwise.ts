import type { Meter } from '../../energy/events.ts';
import { type Tensor, zeros } from '../tensor.ts';

/** a + b, of one shape. */
export function add(meter: Meter, layer: string, a: Tensor, b: Tensor): Tensor {
  const sum = zeros(a.shape);
  const { data } = sum;
  for (let i = 0; i < data.length; i++) data[i] = a.data[i]! + b.data[i]!;
  meter.digital('elementwise', layer, data.length, 12 * data.length);
  return sum;
}

/** image [batch, height, width, C] + vector [batch, C] at every pixel. */
export function addPerImage(meter: Meter, layer: string, image: Tensor, vector: Tensor): Tensor {
  const batch = image.shape[0]!;
  const channels = image.shape[image.shape.length - 1]!;
  const sum = zeros(image.shape);
  const length = image.data.length / batch;
  for (let b = 0; b < batch; b++) {
    for (let i = b * length; i < (b + 1) * length; i += channels) {
      for (let c = 0; c < channels; c++) sum.data[i + c] = image.data[i + c]! + vector.data[b * channels + c]!;
    }
  }
  meter.digital('elementwise', layer, sum.data.length, 8 * sum.data.length);
  return sum;
}
