import type { Meter } from '../../energy/events.ts';
import { type Tensor, zeros } from '../tensor.ts';

/** Nearest-neighbour upsampling by two: [batch, height, width, C] -> [batch, 2 height, 2 width, C]. */
export function upsampleNearest(meter: Meter, layer: string, x: Tensor): Tensor {
  const [batch, height, width, channels] = x.shape as [number, number, number, number];
  const y = zeros([batch, 2 * height, 2 * width, channels]);
  const line = 2 * width * channels;
  for (let row = 0; row < batch * height; row++) {
    const top = 2 * row * line;
    for (let column = 0; column < width; column++) {
      const at = (row * width + column) * channels;
      const pixel = x.data.subarray(at, at + channels);
      y.data.set(pixel, top + 2 * column * channels);
      y.data.set(pixel, top + (2 * column + 1) * channels);
    }
    y.data.copyWithin(top + line, top, top + line);
  }
  meter.digital('elementwise', layer, 0, 4 * (x.data.length + y.data.length));
  return y;
}

/** Two images of one size, their channels side by side: [batch, height, width, A] and [..., B] -> [..., A + B]. */
export function concatChannels(meter: Meter, layer: string, a: Tensor, b: Tensor): Tensor {
  const widthA = a.shape[a.shape.length - 1]!;
  const widthB = b.shape[b.shape.length - 1]!;
  if (a.data.length / widthA !== b.data.length / widthB) {
    throw new RangeError(`cannot put ${a.shape.join('x')} beside ${b.shape.join('x')}`);
  }
  const y = zeros([...a.shape.slice(0, -1), widthA + widthB]);
  for (let row = 0, at = 0; at < y.data.length; row++, at += widthA + widthB) {
    y.data.set(a.data.subarray(row * widthA, (row + 1) * widthA), at);
    y.data.set(b.data.subarray(row * widthB, (row + 1) * widthB), at + widthA);
  }
  meter.digital('elementwise', layer, 0, 8 * y.data.length);
  return y;
}
