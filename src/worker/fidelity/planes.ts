import type { Pixels } from '../../shared/engine/engine-protocol.ts';
import { OhmbrushError } from '../../shared/errors.ts';

/** One colour channel or one filtered map, row-major. */
export interface Plane {
  readonly width: number;
  readonly height: number;
  readonly data: Float64Array;
}

/** Red, green and blue, 0..255, opaque. */
export type Planes = readonly [Plane, Plane, Plane];

/** What every metric takes: two opaque pictures of one size. */
export interface Pair {
  readonly reference: Planes;
  readonly test: Planes;
}

/** The coarsest wavelet of HaarPSI spans this many pixels, more than the other metrics' windows. */
const SMALLEST = 16;

/**
 * Pictures with transparency are laid on white, unrounded, for every metric: that is how a sticker is mostly seen, and
 * the colour of a fully transparent pixel does not count.
 *
 * @throws OhmbrushError bad-size for sizes that differ or are too small to compare
 */
export function pair(reference: Pixels, test: Pixels): Pair {
  if (reference.width !== test.width || reference.height !== test.height) {
    throw new OhmbrushError('compared-sizes-differ', {
      test: `${test.width}x${test.height}`,
      reference: `${reference.width}x${reference.height}`,
    });
  }
  if (Math.min(reference.width, reference.height) < SMALLEST) {
    throw new OhmbrushError('compared-too-small', {
      size: `${reference.width}x${reference.height}`,
      least: `${SMALLEST}x${SMALLEST}`,
    });
  }
  return { reference: onWhite(reference), test: onWhite(test) };
}

function onWhite({ width, height, channels, data }: Pixels): Planes {
  const plane = (channel: number): Plane => {
    const values = new Float64Array(width * height);
    for (let pixel = 0; pixel < values.length; pixel++) {
      const value = data[pixel * channels + channel]!;
      const alpha = channels === 4 ? data[pixel * channels + 3]! / 255 : 1;
      values[pixel] = 255 + (value - 255) * alpha;
    }
    return { width, height, data: values };
  };
  return [plane(0), plane(1), plane(2)];
}

/** A plane of the same size as another, from a value for each pixel. */
export function fillPlane({ width, height }: Plane, value: (pixel: number) => number): Plane {
  const data = new Float64Array(width * height);
  for (let pixel = 0; pixel < data.length; pixel++) data[pixel] = value(pixel);
  return { width, height, data };
}
