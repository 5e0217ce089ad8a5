import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Pixels } from '../../src/shared/engine/engine-protocol.ts';
import { OhmbrushError } from '../../src/shared/errors.ts';
import { measureFidelity } from '../../src/worker/fidelity/measure.ts';
import { METRICS } from '../../src/worker/fidelity/metrics.ts';
import { pair } from '../../src/worker/fidelity/planes.ts';

/** Park and Miller's generator: fixed pictures without a fixture. */
function generator(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 48271) % 2147483647;
    return state / 2147483647;
  };
}

function picture(width: number, height: number, channels: 3 | 4 = 3): Pixels {
  const data = new Uint8Array(width * height * channels);
  for (let i = 0; i < data.length; i++) {
    const pixel = Math.floor(i / channels);
    const x = pixel % width;
    const y = Math.floor(pixel / width);
    const channel = i % channels;
    const value = 128 + 70 * Math.sin(x / (5 + channel)) + 40 * Math.cos(y / (7 - channel));
    data[i] = channel === 3 ? 255 : value;
  }
  return { width, height, channels, data };
}

function noisy(clean: Pixels, amplitude: number): Pixels {
  const random = generator(11);
  const data = clean.data.map((value) => Math.min(255, Math.max(0, value + (random() - 0.5) * 2 * amplitude)));
  return { ...clean, data };
}

describe.each(Object.values(METRICS))('$name', (metric) => {
  test('of a picture with itself is perfect', () => {
    const same = metric.compute(pair(picture(48, 40), picture(48, 40)));
    if (metric.name === 'PSNR') expect(same).toBe(Number.POSITIVE_INFINITY);
    else expect(same).toBeCloseTo(metric.better === 'higher' ? 1 : 0, 9);
  });

  test('worsens with every increase of noise', () => {
    const clean = picture(64, 64);
    const values = [2, 8, 24, 70].map((amplitude) => metric.compute(pair(clean, noisy(clean, amplitude))));
    const sorted = [...values].sort((a, b) => (metric.better === 'higher' ? b - a : a - b));
    expect(values).toEqual(sorted);
    expect(new Set(values).size).toBe(values.length);
  });

  test('does not depend on which picture is the reference', () => {
    const clean = picture(40, 40);
    const forth = metric.compute(pair(clean, noisy(clean, 20)));
    expect(metric.compute(pair(noisy(clean, 20), clean))).toBeCloseTo(forth, 9);
  });
});

describe('transparency', () => {
  test('an opaque picture counts the same with and without an alpha channel', () => {
    const clean = picture(32, 32);
    const test3 = noisy(clean, 15);
    const withAlpha = (pixels: Pixels): Pixels => {
      const data = new Uint8Array(pixels.width * pixels.height * 4).fill(255);
      for (let i = 0; i < pixels.data.length; i++) data[Math.floor(i / 3) * 4 + (i % 3)] = pixels.data[i]!;
      return { ...pixels, channels: 4, data };
    };
    expect(measureFidelity(withAlpha(clean), withAlpha(test3))).toEqual(measureFidelity(clean, test3));
  });

  test('colours that nobody can see do not count, the alpha itself does', () => {
    const reference = picture(32, 32, 4);
    const hidden = { ...reference, data: reference.data.map((value, i) => (i % 4 === 3 ? 0 : value)) };
    const other = { ...hidden, data: hidden.data.map((value, i) => (i % 4 === 3 ? 0 : 255 - value)) };
    expect(measureFidelity(hidden, other).psnr).toBeNull();
    const faded = { ...reference, data: reference.data.map((value, i) => (i % 4 === 3 ? 128 : value)) };
    expect(measureFidelity(reference, faded).flip).toBeGreaterThan(0.05);
  });
});

test('a flat picture has no structure to compare, and no metric fails on it', () => {
  const grey = { ...picture(32, 32), data: new Uint8Array(32 * 32 * 3).fill(128) };
  const { psnr, ssim, msSsim, haarPsi, flip } = measureFidelity(grey, grey);
  expect([psnr, ssim, msSsim, haarPsi, flip]).toEqual([
    null,
    expect.closeTo(1, 9),
    expect.closeTo(1, 9),
    expect.closeTo(1, 9),
    0,
  ]);
});

test('any pictures of any allowed size: every value finite and in its range', () => {
  const size = fc.integer({ min: 16, max: 40 });
  fc.assert(
    fc.property(size, size, fc.integer({ min: 1, max: 1e6 }), (width, height, seed) => {
      const random = generator(seed);
      const any = (): Pixels => ({
        width,
        height,
        channels: 4,
        data: Uint8Array.from({ length: width * height * 4 }, () => random() * 256),
      });
      const { psnr, ssim, msSsim, haarPsi, flip, flipMap } = measureFidelity(any(), any());
      expect(psnr).toBeGreaterThan(0);
      for (const value of [msSsim, haarPsi, flip, ...flipMap]) {
        expect(value).toBeGreaterThanOrEqual(0);
        expect(value).toBeLessThanOrEqual(1);
      }
      expect(Math.abs(ssim)).toBeLessThanOrEqual(1);
    }),
    { numRuns: 20 },
  );
});

test('sizes that differ or are too small are refused', () => {
  expect(() => measureFidelity(picture(32, 32), picture(32, 33))).toThrow(OhmbrushError);
  expect(() => measureFidelity(picture(8, 8), picture(8, 8))).toThrow(/too small/);
});
