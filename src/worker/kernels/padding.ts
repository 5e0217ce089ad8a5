import type { GroupValues } from './call-fields.ts';

/** Size of an image [batch, height, width, channels]. */
export type ImageShape = readonly [batch: number, height: number, width: number, channels: number];

/** Pixels of zeros around a picture. */
export interface Padding {
  readonly top: number;
  readonly left: number;
  readonly bottom: number;
  readonly right: number;
}

export function imageLength([batch, height, width, channels]: ImageShape): number {
  return batch * height * width * channels;
}

/** Elements of an image [batch, height, width, channels] with a border around every picture in it. */
export function paddedLength([batch, height, width, channels]: ImageShape, pad: Padding): number {
  return batch * (height + pad.top + pad.bottom) * (width + pad.left + pad.right) * channels;
}

/** An image and its border in a kernel's call, in lines of numbers. */
export const imageLinesGroup = {
  struct: 'ImageLines',
  fields: { batch: 'i32', height: 'i32', length: 'i32', top: 'i32', bottom: 'i32', left: 'i32', right: 'i32' },
} as const;

/** Without a border the image is one long line. */
export function imageLines(
  [batch, height, width, channels]: ImageShape,
  { top, left, bottom, right }: Padding,
): GroupValues<typeof imageLinesGroup> {
  if (top === 0 && left === 0 && bottom === 0 && right === 0) {
    const length = batch * height * width * channels;
    return { batch: 1, height: 1, length, top: 0, bottom: 0, left: 0, right: 0 };
  }
  return { batch, height, length: width * channels, top, bottom, left: left * channels, right: right * channels };
}

/**
 * Calls `copy` for every line of the image with where it starts there and in the padded one, which is zero elsewhere.
 */
export function forEachLine(
  [batch, height, width, channels]: ImageShape,
  pad: Padding,
  copy: (from: number, to: number, length: number) => void,
): void {
  const length = width * channels;
  const paddedLength = length + (pad.left + pad.right) * channels;
  for (let b = 0; b < batch; b++) {
    for (let y = 0; y < height; y++) {
      const line = b * (height + pad.top + pad.bottom) + pad.top + y;
      copy((b * height + y) * length, line * paddedLength + pad.left * channels, length);
    }
  }
}
