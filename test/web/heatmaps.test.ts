import { expect, test } from 'vitest';
import { createHeatmaps } from '../../src/main/heatmaps/heatmaps.ts';
import type { Fidelity, Pixels } from '../../src/shared/engine/engine-protocol.ts';
import { decodePng } from '../files/decode-png.ts';

/** A library of 2 x 1 pictures whose bytes are their ids, and an engine that finds half an error in the right pixel. */
function start({ fails = 0 } = {}) {
  const measured: string[] = [];
  const pixels = async (id: number): Promise<Pixels> => ({
    width: 2,
    height: 1,
    channels: 3,
    data: new Uint8Array(6).fill(id),
  });
  const measure = async (reference: Pixels, test: Pixels): Promise<Fidelity> => {
    measured.push(`${reference.data[0]} ${test.data[0]}`);
    if (measured.length <= fails) throw new Error('the engine is gone');
    return { psnr: 20, ssim: 0.9, msSsim: 0.8, haarPsi: 0.7, flip: 0.25, flipMap: new Float32Array([0, 0.5]) };
  };
  return { measured, heatmaps: createHeatmaps({ library: { pictures: { pixels } }, engine: { measure } }) };
}

test('figures and map of a pair are measured together, once, also when asked for at the same time', async () => {
  const { heatmaps, measured } = start();
  const [png, figures] = await Promise.all([heatmaps.png(1, 2), heatmaps.figures(1, 2)]);
  expect(figures).toEqual({ psnr: 20, ssim: 0.9, msSsim: 0.8, haarPsi: 0.7, flip: 0.25 });
  const { data, width, height } = decodePng(png);
  expect({ width, height, pixels: [...data] }).toEqual({ width: 2, height: 1, pixels: [0, 0, 4, 183, 55, 121] });
  await heatmaps.figures(2, 1);
  await heatmaps.png(1, 2);
  expect(measured).toEqual(['1 2', '2 1']);
});

test('what failed is tried again', async () => {
  const { heatmaps } = start({ fails: 1 });
  await expect(heatmaps.png(1, 2)).rejects.toThrow('the engine is gone');
  expect((await heatmaps.figures(1, 2)).flip).toBe(0.25);
});

test('the pair that was not asked for the longest is forgotten first', async () => {
  const { heatmaps, measured } = start();
  for (let id = 2; id <= 25; id++) await heatmaps.png(1, id);
  await heatmaps.png(1, 2);
  await heatmaps.png(1, 26);
  expect(measured).toHaveLength(25);
  await heatmaps.png(1, 2);
  expect(measured).toHaveLength(25);
  await heatmaps.png(1, 3);
  expect(measured).toHaveLength(26);
});
