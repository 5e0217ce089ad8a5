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

/**
 * The image as native/padded_lines.h reads it: batch, height, numbers in a line, lines above and below, zeros left and right. Without a border
 * it is one long line.
 */
export function paddedLines([batch, height, width, channels]: ImageShape, pad: Padding): number[] {
  if (pad.top === 0 && pad.left === 0 && pad.bottom === 0 && pad.right === 0) {
    return [1, 1, batch * height * width * channels, 0, 0, 0, 0];
  }
  return [batch, height, width * channels, pad.top, pad.bottom, pad.left * channels, pad.right * channels];
}

/** Calls `copy` for every line of the image with where it starts there and in the padded one, which is zero elsewhere. */
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
