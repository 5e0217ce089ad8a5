import { readFileSync } from 'node:fs';
import sharp from 'sharp';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import type { Pixels } from '../../src/shared/engine/engine-protocol.ts';
import { measureFidelity } from '../../src/worker/fidelity/measure.ts';

/** Pictures and values by test/golden/make_fidelity.py: scikit-image, piq and NVIDIA's flip-evaluator. */
const folder = new URL('../golden/fixtures/fidelity/', import.meta.url);
const cases = z
  .array(
    z.object({
      reference: z.string(),
      test: z.string(),
      psnr: z.number(),
      ssim: z.number(),
      msSsim: z.number(),
      haarPsi: z.number(),
      flip: z.number(),
      flipAt: z.array(z.object({ x: z.number(), y: z.number(), error: z.number() })),
    }),
  )
  .parse(JSON.parse(readFileSync(new URL('expected.json', folder), 'utf8')));

async function load(name: string): Promise<Pixels> {
  const { data, info } = await sharp(readFileSync(new URL(name, folder)))
    .raw()
    .toBuffer({ resolveWithObject: true });
  return { width: info.width, height: info.height, channels: info.channels as 3 | 4, data };
}

describe.each(cases)('$test', (expected) => {
  test('agrees with the reference implementations', async () => {
    const fidelity = measureFidelity(await load(expected.reference), await load(expected.test));
    expect(fidelity.psnr).toBeCloseTo(expected.psnr, 6);
    expect(fidelity.ssim).toBeCloseTo(expected.ssim, 6);
    expect(fidelity.msSsim).toBeCloseTo(expected.msSsim, 5);
    expect(fidelity.haarPsi).toBeCloseTo(expected.haarPsi, 5);
    expect(fidelity.flip).toBeCloseTo(expected.flip, 4);
  });

  test("FLIP's map agrees pixel by pixel, corners included", async () => {
    const reference = await load(expected.reference);
    const { flipMap } = measureFidelity(reference, await load(expected.test));
    expect(flipMap).toHaveLength(reference.width * reference.height);
    for (const { x, y, error } of expected.flipAt) {
      expect(Math.abs(flipMap[y * reference.width + x]! - error)).toBeLessThan(1e-3);
    }
  });
});
