import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { AnalogChip } from '../../src/shared/chip/chip-profile.ts';
import { calibrate } from '../../src/worker/chip/calibrate/calibrate.ts';
import { calibrationKey, needsCalibration, rangeFor, sumsFor } from '../../src/worker/chip/calibrate/calibration.ts';
import { readCalibration, writeCalibration } from '../../src/worker/chip/calibrate/calibration-cache.ts';
import { RangeHistogram } from '../../src/worker/chip/calibrate/range-histogram.ts';
import { inputSlicing } from '../../src/worker/chip/convert/adc.ts';
import type { StagedEngine } from '../../src/worker/chip/denoising-stage.ts';
import { cellLayout } from '../../src/worker/chip/program/cells.ts';
import type { KernelPool } from '../../src/worker/kernels/kernels.ts';
import { createKernelPool } from '../../src/worker/kernels/pool.ts';
import type { Tensor } from '../../src/worker/tensor/tensor.ts';
import {
  analogChip,
  applyOn,
  engineOn,
  gaussianTensor,
  linearLayer,
  noDigital,
  ownBits,
  signalToNoise,
} from './builders.ts';

const pool = createKernelPool({ backend: 'reference', threads: 1 });
afterAll(() => pool.close());

const layer = linearLayer(120, 30, 5);
const chip = analogChip({ dac: { range: 'calibrated' }, adc: { range: 'calibrated', bits: 8 } });
const modelHash = 'a'.repeat(64);

/** Activations three times as large at the start of the run as at its end. */
function activations(timestep: number): Tensor {
  const x = gaussianTensor([40, 120], 50);
  for (let i = 0; i < x.data.length; i++) x.data[i] = x.data[i]! * (timestep > 500 ? 3 : 1);
  return x;
}

async function run(engine: StagedEngine): Promise<void> {
  engine.beginPhase('text');
  engine.apply(layer, activations(1));
  [900, 700, 300, 100].forEach((timestep, index) => {
    engine.beginStep({ index, fraction: index / 4, timestep });
    engine.apply(layer, activations(timestep));
  });
}

const calibrateOn = (on: KernelPool, profile: AnalogChip, plan = ownBits) =>
  calibrate({ pool: on, profile, plan, modelHash, digital: noDigital, runPasses: run });

const sums = (calibration: Awaited<ReturnType<typeof calibrateOn>>, bucket: string, profile = chip) =>
  sumsFor(calibration, layer.name, bucket, 8, 8, inputSlicing(profile.dac, 8), cellLayout(profile.weights, 8))!;

describe('a calibration', () => {
  it('finds a range for each part of the run', async () => {
    const calibration = await calibrateOn(pool, chip);
    const range = (bucket: string) => rangeFor(calibration, layer.name, bucket, 8)!;
    expect(Object.keys(calibration.layers[layer.name]!).sort()).toEqual([
      'text',
      'time-0',
      'time-1',
      'time-3',
      'time-4',
    ]);
    expect(range('time-4') / range('time-0')).toBeCloseTo(3, 1);
    // A part that no step fell into takes its neighbour's.
    expect([range('time-1'), range('time-3')]).toContain(range('time-2'));
    expect(rangeFor(calibration, 'unet.unknown', 'time-0', 8)).toBeNull();
  });

  it('measures the sums of the tiles in units of integer products', async () => {
    const calibration = await calibrateOn(pool, chip);
    const range14 = sums(calibration, 'time-0')(14);
    // The same sums from the float product: y / (input scale * weight scale), tiles of 64 rows.
    const range = rangeFor(calibration, layer.name, 'time-0', 8)!;
    const x = activations(100);
    const expected: number[] = [];
    for (let m = 0; m < 40; m++) {
      for (let n = 0; n < 30; n++) {
        const weights = layer.weight.subarray(n * 120, (n + 1) * 120);
        const limit = weights.reduce((max, w) => Math.max(max, Math.abs(w)), 0);
        for (const [from, to] of [
          [0, 64],
          [64, 120],
        ] as const) {
          let sum = 0;
          for (let k = from; k < to; k++) sum += Math.max(-range, Math.min(x.data[m * 120 + k]!, range)) * weights[k]!;
          expected.push((sum * 127 * 127) / (range * limit));
        }
      }
    }
    // With many bits nothing is worth clipping; with few the tail is.
    const peak = expected.reduce((max, sum) => Math.max(max, Math.abs(sum)), 0);
    expect(range14 / peak).toBeCloseTo(1, 1);
    const rms = Math.hypot(...expected) / Math.sqrt(expected.length);
    expect(sums(calibration, 'time-0')(4) / rms).toBeGreaterThan(2);
    expect(sums(calibration, 'time-0')(4) / rms).toBeLessThan(3);
  });

  it('lets an 8-bit converter lose little, where full scale loses much', async () => {
    const calibration = await calibrateOn(pool, chip);
    const x = gaussianTensor([40, 120], 77);
    const exact = applyOn(pool, analogChip(), layer, x);
    const engine = engineOn(pool, chip, { calibration });
    engine.beginStep({ index: 9, fraction: 0.9, timestep: 50 });
    const calibrated = signalToNoise(engine.apply(layer, x).data, exact);
    engine.close();
    const full = signalToNoise(applyOn(pool, analogChip({ adc: { range: 'full-scale' } }), layer, x), exact);
    expect(calibrated).toBeGreaterThan(28);
    expect(calibrated).toBeGreaterThan(full + 8);
  });

  it('is the same on any backend with any number of threads', async () => {
    const expected = await calibrateOn(pool, chip);
    for (const options of [{ threads: 1 }, { threads: 2 }]) {
      const other = createKernelPool(options);
      expect(await calibrateOn(other, chip)).toEqual(expected);
      await other.close();
    }
  });

  it('watches single-bit drives and offset cells too', async () => {
    const serial = analogChip({
      weights: { encoding: 'offset', cellBits: 2 },
      dac: { mode: 'bit-serial', range: 'calibrated' },
      adc: { range: 'calibrated' },
    });
    const range = sums(await calibrateOn(pool, serial), 'time-0', serial)(9);
    // One bit times levels up to 3 in 64 rows.
    expect(range).toBeGreaterThan(30);
    expect(range).toBeLessThanOrEqual(64 * 3);
  });

  it('holds no range where the chip takes one per vector, and no sums where the converter does not adapt', async () => {
    const vector = await calibrateOn(pool, analogChip({ adc: { range: 'calibrated' } }));
    expect(vector.layers[layer.name]!.text!.ranges).toBeNull();
    const fixed = await calibrateOn(pool, analogChip({ dac: { range: 'calibrated' } }));
    expect(fixed.layers[layer.name]!.text!.sums).toEqual([]);
  });

  it('is needed by chips with something to calibrate', () => {
    expect(needsCalibration(chip)).toBe(true);
    expect(needsCalibration(analogChip({ adc: { range: 'calibrated' } }))).toBe(true);
    expect(needsCalibration(analogChip())).toBe(false);
  });
});

describe('its key', () => {
  const key = calibrationKey(modelHash, chip, ownBits);

  it('changes with the model, the integers of the chip and the plan', () => {
    const others = [
      calibrationKey('b'.repeat(64), chip, ownBits),
      calibrationKey(modelHash, analogChip({ ...chip, tile: { rows: 32 } }), ownBits),
      calibrationKey(modelHash, analogChip({ ...chip, weights: { bits: 7, cellBits: 7 } }), ownBits),
      calibrationKey(modelHash, chip, { default: { inputBits: 6 }, overrides: [] }),
      calibrationKey(modelHash, chip, { default: {}, overrides: [{ layers: 'unet.x', digital: true }] }),
    ];
    expect(new Set([key, ...others]).size).toBe(others.length + 1);
  });

  it('is shared by chips that differ in their errors, converters and names', () => {
    expect(calibrationKey(modelHash, { ...chip, id: 'other', cell: { ...chip.cell, stuckOn: 0.1 } }, ownBits)).toBe(
      key,
    );
    expect(calibrationKey(modelHash, { ...chip, adc: { ...chip.adc, bits: 5 } }, ownBits)).toBe(key);
    expect(calibrationKey(modelHash, chip, { default: { adcBits: 6 }, overrides: [] })).toBe(key);
  });
});

describe('the cache', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'calibration-'));
  });
  afterEach(() => rm(folder, { recursive: true }));

  it('gives back what was written, and leaves nothing else behind', async () => {
    const calibration = await calibrateOn(pool, chip);
    const inside = join(folder, 'not', 'yet', 'there');
    await writeCalibration(inside, calibration);
    await writeCalibration(inside, calibration);
    expect(await readCalibration(inside, calibration.key)).toEqual(calibration);
    expect(await readdir(inside)).toHaveLength(1);
  });

  it('has nothing under another key', async () => {
    expect(await readCalibration(folder, 'c'.repeat(64))).toBeNull();
  });

  it('takes a damaged, a foreign and a misplaced file for none', async () => {
    const calibration = await calibrateOn(pool, chip);
    await writeCalibration(folder, calibration);
    const file = join(folder, (await readdir(folder))[0]!);
    const whole = await readFile(file, 'utf8');
    for (const damaged of [whole.slice(0, -20), '', '{"version":2}', whole.replace('"sums"', '"sum"')]) {
      await writeFile(file, damaged);
      expect(await readCalibration(folder, calibration.key)).toBeNull();
    }
    await writeFile(file, whole.replace(calibration.key, 'd'.repeat(64)));
    expect(await readCalibration(folder, calibration.key)).toBeNull();
    await writeFile(file, whole);
    expect(await readCalibration(folder, calibration.key)).toEqual(calibration);
  });

  it('leaves no half-written file where it cannot write', async () => {
    const calibration = await calibrateOn(pool, chip);
    await writeFile(join(folder, 'file'), '');
    await expect(writeCalibration(join(folder, 'file'), calibration)).rejects.toThrow();
    expect(await readdir(folder)).toEqual(['file']);
  });
});

describe('the best range', () => {
  it('covers more of a Gaussian the more bits there are, near the known optima', () => {
    const histogram = new RangeHistogram();
    const { data } = gaussianTensor([200_000], 3);
    const largest = data.reduce((max, v) => Math.max(max, Math.abs(v)), 0);
    histogram.add(data, largest);
    // Loading of the optimal uniform quantizer of a Gaussian (Max 1960): 2.7 sigma at 4 bits, 3.9 at 8. With a level at
    // zero, 4 bits have 15 levels and load a little less.
    expect(histogram.bestRange(4)).toBeGreaterThan(2.2);
    expect(histogram.bestRange(4)).toBeLessThan(2.8);
    expect(histogram.bestRange(8)).toBeGreaterThan(3.6);
    expect(histogram.bestRange(8)).toBeLessThan(4.3);
  });

  it('hardly moves for a single outlier at few bits, and does not depend on how the data came', () => {
    const { data } = gaussianTensor([50_000], 4);
    const spiked = Float32Array.from(data);
    spiked[0] = 60;
    const whole = new RangeHistogram();
    whole.add(spiked, 60);
    const parts = new RangeHistogram();
    parts.add(data.subarray(1), 5);
    parts.add(spiked.subarray(0, 1), 60);
    expect(parts.bestRange(4)).toBe(whole.bestRange(4));
    expect(whole.bestRange(4)).toBeLessThan(4);
  });

  it('is the same whether data is added or what others saw of it is merged, in any order', () => {
    const { data } = gaussianTensor([30_000], 5);
    const largestOf = (part: Float32Array) => part.reduce((max, v) => Math.max(max, Math.abs(v)), 0);
    const parts = [data.subarray(0, 10_000), data.subarray(10_000, 20_000).map((v) => v / 50), data.subarray(20_000)];
    const added = new RangeHistogram();
    for (const part of parts) added.add(part, largestOf(part));
    const bits = [2, 4, 6, 8];
    for (const order of [parts, [...parts].reverse()]) {
      const merged = new RangeHistogram();
      for (const part of order) {
        const seen = new RangeHistogram();
        seen.add(part, largestOf(part));
        merged.merge(seen);
      }
      merged.merge(new RangeHistogram());
      expect(merged.bestRanges(bits)).toEqual(added.bestRanges(bits));
    }
  });

  it('scales with the unit of the data', () => {
    const { data } = gaussianTensor([5000], 6);
    const [once, eightfold] = [new RangeHistogram(), new RangeHistogram()];
    once.add(data, 5);
    eightfold.add(data, 5, 8);
    expect(eightfold.bestRange(5)).toBe(8 * once.bestRange(5));
  });

  it('of nothing is zero', () => {
    expect(new RangeHistogram().bestRange(8)).toBe(0);
  });
});
