import { halve } from './filter.ts';
import type { Pair, Plane } from './planes.ts';
import { similarity, WINDOW } from './ssim.ts';

/** Exponents of the five scales, finest first (Wang et al. 2003). */
const WEIGHTS = [0.0448, 0.2856, 0.3001, 0.2363, 0.1333];

/**
 * Multi-scale structural similarity (Wang, Simoncelli, Bovik, Asilomar 2003), mean of red, green and blue. The 11-pixel
 * window fits five scales from 161 pixels on; a smaller picture takes as many as fit, their exponents scaled to sum to
 * 1 (a 128-pixel picture: four). Figures of pictures with different numbers of scales do not compare. Negative
 * structure counts as zero.
 */
export function msSsim({ reference, test }: Pair): number {
  return [0, 1, 2].reduce((sum, c) => sum + channelMsSsim(reference[c]!, test[c]!) / 3, 0);
}

function channelMsSsim(reference: Plane, test: Plane): number {
  const scales = fittingScales(Math.min(reference.width, reference.height));
  const weights = WEIGHTS.slice(0, scales);
  const weightSum = weights.reduce((sum, weight) => sum + weight, 0);
  let a = reference;
  let b = test;
  let product = 1;
  weights.forEach((weight, scale) => {
    if (scale > 0) {
      a = halve(evenPlane(a));
      b = halve(evenPlane(b));
    }
    const { whole, structure } = similarity(a, b);
    const factor = scale === scales - 1 ? whole : structure;
    product *= Math.max(0, factor) ** (weight / weightSum);
  });
  return product;
}

function fittingScales(side: number): number {
  let scales = 1;
  while (scales < WEIGHTS.length && (WINDOW - 1) * 2 ** scales + 1 <= side) scales++;
  return scales;
}

/** An odd extent is filled up at the left or the top with copies of the edge, so that halving loses no pixel. */
function evenPlane(plane: Plane): Plane {
  const padX = plane.width % 2;
  const padY = plane.height % 2;
  if (padX === 0 && padY === 0) return plane;
  const width = plane.width + padX;
  const height = plane.height + padY;
  const data = new Float64Array(width * height);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      data[y * width + x] = plane.data[Math.max(0, y - padY) * plane.width + Math.max(0, x - padX)]!;
    }
  }
  return { width, height, data };
}
