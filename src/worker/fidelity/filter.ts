import type { Plane } from './planes.ts';

/** Taps of a one-dimensional filter; `origin` is the tap on the pixel itself. */
export interface Taps {
  readonly weights: readonly number[];
  readonly origin: number;
}

/** Correlation with a separable filter, same size. Beyond the border lie copies of the edge, or zeros. */
export function filterPlane(plane: Plane, horizontal: Taps, vertical: Taps, border: 'edge' | 'zero'): Plane {
  const { width, height } = plane;
  const rows = new Float64Array(width * height);
  const data = new Float64Array(width * height);
  slide(plane.data, rows, horizontal, border, { length: width, step: 1, lines: height, lineStep: width });
  slide(rows, data, vertical, border, { length: height, step: width, lines: width, lineStep: 1 });
  return { width, height, data };
}

interface Direction {
  readonly length: number;
  readonly step: number;
  readonly lines: number;
  readonly lineStep: number;
}

function slide(
  source: Float64Array,
  target: Float64Array,
  taps: Taps,
  border: 'edge' | 'zero',
  along: Direction,
): void {
  const { weights, origin } = taps;
  for (let line = 0; line < along.lines; line++) {
    const start = line * along.lineStep;
    for (let position = 0; position < along.length; position++) {
      let sum = 0;
      for (let tap = 0; tap < weights.length; tap++) {
        let at = position + tap - origin;
        if (at < 0 || at >= along.length) {
          if (border === 'zero') continue;
          at = at < 0 ? 0 : along.length - 1;
        }
        sum += weights[tap]! * source[start + at * along.step]!;
      }
      target[start + position * along.step] = sum;
    }
  }
}

/** Samples of f at -radius..radius. */
export function sampleTaps(radius: number, f: (x: number) => number): Taps {
  return { weights: Array.from({ length: 2 * radius + 1 }, (_, index) => f(index - radius)), origin: radius };
}

/** The same taps with a sum of 1. */
export function normalized(taps: Taps): Taps {
  const sum = taps.weights.reduce((total, weight) => total + weight, 0);
  return { ...taps, weights: taps.weights.map((weight) => weight / sum) };
}

/** Mean of 2 x 2 pixels; a last odd row or column is dropped. */
export function halve(plane: Plane): Plane {
  const width = plane.width >> 1;
  const height = plane.height >> 1;
  const data = new Float64Array(width * height);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const from = 2 * y * plane.width + 2 * x;
      const below = from + plane.width;
      data[y * width + x] =
        (plane.data[from]! + plane.data[from + 1]! + plane.data[below]! + plane.data[below + 1]!) / 4;
    }
  }
  return { width, height, data };
}
