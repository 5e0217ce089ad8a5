import { filterPlane, normalized, sampleTaps } from './filter.ts';
import { fillPlane, type Pair, type Plane } from './planes.ts';

const RADIUS = 5;
/** Side of the window, pixels. */
export const WINDOW = 2 * RADIUS + 1;
const GAUSSIAN = normalized(sampleTaps(RADIUS, (x) => Math.exp(-(x ** 2) / (2 * 1.5 ** 2))));
const C1 = (0.01 * 255) ** 2;
const C2 = (0.03 * 255) ** 2;

/**
 * Structural similarity (Wang, Bovik, Sheikh, Simoncelli, IEEE TIP 13, 2004): 11 x 11 Gaussian window of sigma 1.5, K1
 * 0.01, K2 0.03, windows that lie wholly inside the picture, mean of red, green and blue. 1 for identical pictures.
 */
export function ssim({ reference, test }: Pair): number {
  return [0, 1, 2].reduce((sum, c) => sum + similarity(reference[c]!, test[c]!).whole / 3, 0);
}

/** Mean over the picture of SSIM and of its contrast-structure part, one channel. */
export function similarity(a: Plane, b: Plane): { whole: number; structure: number } {
  const blur = (plane: Plane) => filterPlane(plane, GAUSSIAN, GAUSSIAN, 'edge').data;
  const meanA = blur(a);
  const meanB = blur(b);
  const times = (p: Plane, q: Plane) => fillPlane(p, (i) => p.data[i]! * q.data[i]!);
  const squareA = blur(times(a, a));
  const squareB = blur(times(b, b));
  const product = blur(times(a, b));
  let whole = 0;
  let structure = 0;
  for (let y = RADIUS; y < a.height - RADIUS; y++) {
    for (let x = RADIUS; x < a.width - RADIUS; x++) {
      const i = y * a.width + x;
      const muA = meanA[i]!;
      const muB = meanB[i]!;
      const varianceSum = squareA[i]! - muA ** 2 + squareB[i]! - muB ** 2;
      const contrastStructure = (2 * (product[i]! - muA * muB) + C2) / (varianceSum + C2);
      structure += contrastStructure;
      whole += (contrastStructure * (2 * muA * muB + C1)) / (muA ** 2 + muB ** 2 + C1);
    }
  }
  const windows = (a.width - 2 * RADIUS) * (a.height - 2 * RADIUS);
  return { whole: whole / windows, structure: structure / windows };
}
