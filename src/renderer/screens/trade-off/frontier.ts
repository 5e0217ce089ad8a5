import type { PictureSummary } from '../../../shared/contract/pictures.ts';

/** Metrics of fidelity. Each has a direction: PSNR grows with fidelity, FLIP falls. */
export const METRICS = {
  psnr: { better: 'higher', digits: 1 },
  ssim: { better: 'higher', digits: 3 },
  msSsim: { better: 'higher', digits: 3 },
  haarPsi: { better: 'higher', digits: 3 },
  flip: { better: 'lower', digits: 3 },
} as const;
export type Metric = keyof typeof METRICS;
export const METRIC_NAMES = Object.keys(METRICS) as [Metric, ...Metric[]];

/** A picture whose energy and fidelity are both known. */
export interface Point {
  readonly id: number;
  /** Joules, above 0. */
  readonly joules: number;
  readonly quality: number;
  readonly picture: PictureSummary;
}

/**
 * The pictures that can be plotted by a metric. Left out: those without an energy, the exact ones themselves, those not
 * yet measured, and for PSNR those identical to the exact picture (it is infinite).
 */
export function pointsOf(pictures: readonly PictureSummary[], metric: Metric): Point[] {
  return pictures.flatMap((picture) => {
    const quality = picture.fidelity?.[metric];
    if (!picture.joules || quality === undefined || quality === null) return [];
    return [{ id: picture.id, joules: picture.joules, quality, picture }];
  });
}

/** The Pareto frontier, in order of energy: no other picture is at least as good for less energy. */
export function frontier(points: readonly Point[], metric: Metric): Point[] {
  const sign = METRICS[metric].better === 'higher' ? 1 : -1;
  const byEnergy = points.toSorted((a, b) => a.joules - b.joules || sign * (b.quality - a.quality));
  const best: Point[] = [];
  for (const point of byEnergy) {
    const last = best.at(-1);
    if (!last || sign * point.quality > sign * last.quality) best.push(point);
  }
  return best;
}
