import { describe, expect, test } from 'vitest';
import { frontier, type Point, pointsOf } from '../../src/renderer/screens/trade-off/frontier.ts';
import { rankLayers } from '../../src/renderer/screens/trade-off/layers.ts';
import type { PictureSummary } from '../../src/shared/contract/pictures.ts';
import { ENERGY_COMPONENTS, type EnergyComponents } from '../../src/shared/energy/energy-report.ts';

function picture(id: number, joules: number | null, psnr: number | null | undefined, flip = 0.1): PictureSummary {
  return {
    id,
    joules,
    exact: psnr === undefined,
    fidelity: psnr === undefined ? null : { psnr, flip, ssim: 0.9, msSsim: 0.9, haarPsi: 0.9 },
  } as PictureSummary;
}

describe('points', () => {
  test('leave out what has no energy, no measurement, or an infinite PSNR', () => {
    const pictures = [picture(1, 0.01, 30), picture(2, null, 30), picture(3, 0.01, undefined), picture(4, 0.02, null)];
    expect(pointsOf(pictures, 'psnr').map(({ id }) => id)).toEqual([1]);
    expect(pointsOf(pictures, 'flip').map(({ id }) => id)).toEqual([1, 4]);
  });
});

describe('frontier', () => {
  const ids = (points: readonly Point[]) => points.map(({ id }) => id);

  test('keeps, by rising energy, only what is better than everything cheaper', () => {
    const points = pointsOf(
      [picture(1, 0.04, 35), picture(2, 0.01, 25), picture(3, 0.02, 24), picture(4, 0.03, 31), picture(5, 0.05, 35)],
      'psnr',
    );
    expect(ids(frontier(points, 'psnr'))).toEqual([2, 4, 1]);
  });

  test('of equal energies keeps the better one, whichever comes first', () => {
    const points = pointsOf([picture(1, 0.01, 20), picture(2, 0.01, 30)], 'psnr');
    expect(ids(frontier(points, 'psnr'))).toEqual([2]);
    expect(ids(frontier(points.toReversed(), 'psnr'))).toEqual([2]);
  });

  test('is reversed for a metric whose small values are good', () => {
    const points = pointsOf([picture(1, 0.01, 30, 0.2), picture(2, 0.02, 30, 0.3), picture(3, 0.03, 30, 0.1)], 'flip');
    expect(ids(frontier(points, 'flip'))).toEqual([1, 3]);
  });
});

test('the ranking of layers loses no joule', () => {
  const components = (adc: number) =>
    Object.fromEntries(ENERGY_COMPONENTS.map((name) => [name, name === 'adc' ? adc : 0])) as EnergyComponents;
  const layers = Object.fromEntries([3, 1, 5, 2, 4].map((adc) => [`layer${adc}`, components(adc)]));
  const { top, others, otherCount } = rankLayers({ layers }, 2);
  expect(top.map(({ name, joules }) => [name, joules])).toEqual([
    ['layer5', 5],
    ['layer4', 4],
  ]);
  expect([others.joules, otherCount]).toEqual([6, 3]);
});
