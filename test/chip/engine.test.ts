import { readdirSync, readFileSync } from 'node:fs';
import { afterAll, describe, expect, it } from 'vitest';
import type { AnalogChip, DigitalChip } from '../../src/shared/chip/chip-profile.ts';
import { parseChip } from '../../src/shared/formats/parse-chip.ts';
import type { Calibration } from '../../src/worker/chip/calibrate/calibration.ts';
import { NO_METER } from '../../src/worker/energy/events.ts';
import { ExactEngine } from '../../src/worker/exact/exact-engine.ts';
import type { KernelPool } from '../../src/worker/kernels/kernels.ts';
import { availableBackends, createKernelPool } from '../../src/worker/kernels/pool.ts';
import {
  analogChip,
  applyOn,
  convLayer,
  deviationOf,
  engineOn,
  gaussianTensor,
  linearLayer,
  meanOf,
  noDigital,
  ownBits,
  recordingMeter,
  signalToNoise,
} from './builders.ts';

const pool = createKernelPool({ backend: 'reference', threads: 1 });
afterAll(() => pool.close());

const folder = new URL('../../resources/chips/', import.meta.url);
const shipped = readdirSync(folder)
  .map((file) => parseChip(JSON.parse(readFileSync(new URL(file, folder), 'utf8')), file))
  .filter((chip): chip is AnalogChip | DigitalChip => chip.kind !== 'exact');

/** A calibration that knows one layer at every time. */
function calibrationOf(layer: string, range: number | null, sums: number | null): Calibration {
  return {
    version: 2,
    key: '0'.repeat(64),
    layers: {
      [layer]: {
        text: {
          ranges: range === null ? null : Array.from({ length: 7 }, () => range),
          sums: sums === null ? [] : [{ inputBits: 8, weightBits: 8, ranges: Array.from({ length: 14 }, () => sums) }],
        },
      },
    },
  };
}

const layer = linearLayer(200, 40, 11);
const x = gaussianTensor([12, 200], 12);

describe('read noise', () => {
  // Rows of equal inputs: what differs between them is noise alone.
  const rows = 3000;
  const alike = gaussianTensor([rows, 128], 1);
  for (let m = 1; m < rows; m++) alike.data.copyWithin(m * 128, 0, 128);
  const single = { ...linearLayer(128, 2, 3), bias: null };
  const one = (chip: AnalogChip, options = {}) => applyOn(pool, chip, single, alike, options);
  const column = (y: Float32Array) => y.filter((_, i) => i % 2 === 0);
  const largest = (values: Float32Array) => values.reduce((max, v) => Math.max(max, Math.abs(v)), 0);
  const inputScale = largest(alike.data.subarray(0, 128)) / 127;
  const weightScale = largest(single.weight.subarray(0, 128)) / 127;

  it('of the output adds its LSBs to every conversion of every tile', () => {
    const chip = analogChip({ tile: { rows: 64 }, adc: { range: 'full-scale' }, read: { outputNoise: 1.5 } });
    const lsb = (64 * 127 * 127) / 127;
    const y = column(one(chip));
    // Two tiles, each with the noise and the converter's own rounding.
    const expected = Math.sqrt(2 * (1.5 ** 2 + 1 / 12)) * lsb * inputScale * weightScale;
    expect(deviationOf(y) / expected).toBeCloseTo(1, 1);
    const quiet = column(one(analogChip({ tile: { rows: 64 }, adc: { range: 'full-scale' } })));
    expect(Math.abs(meanOf(y) - quiet[0]!)).toBeLessThan(expected * 0.6);
  });

  it('of the output stays what it is when a plan takes bits from the converter', () => {
    const chip = analogChip({ tile: { rows: 128 }, adc: { range: 'full-scale', bits: 8 }, read: { outputNoise: 6 } });
    const plan = { default: { adcBits: 6 }, overrides: [] };
    const [own, fewer] = [column(one(chip)), column(one(chip, { plan }))];
    // 6 LSB of 8 bits are 1.5 LSB of 6 bits, beside which the coarser rounding, 0.29 LSB, hardly counts.
    expect(deviationOf(fewer) / deviationOf(own)).toBeCloseTo(1, 1);
  });

  it('of the cells grows with the norm of the drives', () => {
    const chip = analogChip({ read: { weightNoise: 0.02 }, tile: { rows: 64 } });
    const norm = Math.hypot(...alike.data.subarray(0, 128));
    const expected = 0.02 * norm * 127 * weightScale;
    expect(deviationOf(column(one(chip))) / expected).toBeCloseTo(1, 1);
    const halved = { shape: alike.shape, data: alike.data.map((v, i) => (i % 128 < 64 ? v : 0)) };
    const half = deviationOf(column(applyOn(pool, chip, single, halved)));
    const halfNorm = Math.hypot(...alike.data.subarray(0, 64));
    expect(half / (0.02 * halfNorm * 127 * weightScale)).toBeCloseTo(1, 1);
  });

  it('is new for another picture, chip, step and call, and the same for the same', () => {
    const chip = analogChip({ read: { outputNoise: 1 }, adc: { range: 'full-scale' } });
    const run = (options: object, index: number, calls: number) => {
      const engine = engineOn(pool, chip, options);
      engine.beginStep({ index, fraction: 0, timestep: 500 });
      let y = engine.apply(layer, x).data;
      for (let call = 1; call < calls; call++) y = engine.apply(layer, x).data;
      engine.close();
      return [...y];
    };
    const base = run({ pictureSeed: 1, chipSeed: 1 }, 0, 1);
    expect(run({ pictureSeed: 1, chipSeed: 1 }, 0, 1)).toEqual(base);
    for (const other of [
      run({ pictureSeed: 2, chipSeed: 1 }, 0, 1),
      run({ pictureSeed: 1, chipSeed: 2 }, 0, 1),
      run({ pictureSeed: 1, chipSeed: 1 }, 1, 1),
      run({ pictureSeed: 1, chipSeed: 1 }, 0, 2),
    ]) {
      expect(other).not.toEqual(base);
    }
  });
});

describe('the converter', () => {
  it('clips as often as a Gaussian leaves its calibrated range', () => {
    const chip = analogChip({ adc: { range: 'calibrated', bits: 4 }, tile: { rows: 256 } });
    const wide = linearLayer(256, 50, 21);
    const inputs = gaussianTensor([400, 256], 22);
    // Sums of 256 products of Gaussians, in product units; rms measured on the exact products.
    const exact = applyOn(pool, analogChip({ tile: { rows: 256 } }), { ...wide, bias: null }, inputs);
    const scales = Array.from({ length: 400 }, (_, m) => {
      const row = inputs.data.subarray(m * 256, (m + 1) * 256);
      return row.reduce((max, v) => Math.max(max, Math.abs(v)), 0) / 127;
    });
    const weightScales = Array.from({ length: 50 }, (_, n) => {
      const column = wide.weight.subarray(n * 256, (n + 1) * 256);
      return column.reduce((max, v) => Math.max(max, Math.abs(v)), 0) / 127;
    });
    const sums = exact.map((y, i) => y / (scales[Math.floor(i / 50)]! * weightScales[i % 50]!));
    const rms = Math.sqrt(meanOf(sums.map((s) => s * s)));
    const meter = recordingMeter();
    applyOn(pool, chip, wide, inputs, { meter, calibration: calibrationOf(wide.name, null, 3 * rms) });
    const { clipped, conversions } = meter.events[0]![1];
    // Codes -8..7 of 3/7 sigma: beyond 7.5 and -8.5 codes, counted on the exact sums.
    const lsb = (3 * rms) / 7;
    const expected = sums.filter((s) => s / lsb > 7.5 || s / lsb < -8.5).length;
    expect(conversions).toBe(20_000);
    expect(clipped).toBe(expected);
    expect(clipped / conversions).toBeGreaterThan(2e-4);
  });

  it('with more bits comes nearer to the exact product', () => {
    const exact = applyOn(pool, analogChip(), layer, x);
    const noise = [6, 8, 10, 12].map((bits) =>
      signalToNoise(applyOn(pool, analogChip({ adc: { range: 'full-scale', bits } }), layer, x), exact),
    );
    for (let i = 1; i < noise.length; i++) expect(noise[i]! - noise[i - 1]!).toBeGreaterThan(8);
  });
});

describe('the age of a chip', () => {
  it('lets the error grow, and compensation takes most of it back', () => {
    const drift = { t0: 20, nuMean: 0.05, nuStd: 0.015 };
    const exact = applyOn(pool, analogChip(), layer, x);
    const quality = (compensation: 'none' | 'global' | 'column', age: number) =>
      signalToNoise(
        applyOn(pool, analogChip({ cell: { drift: { ...drift, compensation } } }), layer, x, { age }),
        exact,
      );
    const ages = [60, 3600, 86_400, 3e7];
    for (const compensation of ['none', 'global', 'column'] as const) {
      const course = ages.map((age) => quality(compensation, age));
      for (let i = 1; i < course.length; i++) expect(course[i]!).toBeLessThan(course[i - 1]!);
    }
    expect(quality('global', 86_400)).toBeGreaterThan(quality('none', 86_400) + 5);
  });

  it('does not upset the offset encoding when compensated', () => {
    const drift = { t0: 20, nuMean: 0.05, nuStd: 0, compensation: 'global' as const };
    const exact = applyOn(pool, analogChip(), layer, x);
    const chip = analogChip({
      weights: { encoding: 'offset', cellBits: 2 },
      cell: { drift },
      dac: { mode: 'bit-serial' },
    });
    expect(signalToNoise(applyOn(pool, chip, layer, x, { age: 1e6 }), exact)).toBeGreaterThan(35);
  });
});

describe('one recipe', () => {
  const conv = { ...convLayer(16, 24, 3, 1, 31), name: 'unet.conv' };
  const image = gaussianTensor([2, 9, 8, 16], 32);
  const backends = availableBackends();

  function picture(on: KernelPool, chip: AnalogChip | DigitalChip) {
    const meter = recordingMeter();
    const engine = engineOn(on, chip, { meter, age: 1e5, digital: new ExactEngine(on, NO_METER) });
    engine.beginStep({ index: 3, fraction: 0.3, timestep: 700 });
    const results = [...engine.apply(layer, x).data, ...engine.apply(conv, image).data];
    engine.close();
    return { results, events: meter.events };
  }

  it.each(shipped.map((chip) => [chip.id, chip] as const))(
    'gives the same bits and events on %s with any backend and number of threads',
    async (_, chip) => {
      const expected = picture(pool, chip);
      for (const backend of backends) {
        for (const threads of [1, 3]) {
          const other = createKernelPool({ backend, threads });
          try {
            expect(picture(other, chip)).toEqual(expected);
          } finally {
            await other.close();
          }
        }
      }
    },
  );

  it('gives another picture on another chip of the same design', () => {
    const pcm = shipped.find((chip) => chip.id === 'pcm')!;
    const first = applyOn(pool, pcm, layer, x, { chipSeed: 1 });
    const again = applyOn(pool, pcm, layer, x, { chipSeed: 1 });
    const other = applyOn(pool, pcm, layer, x, { chipSeed: 2 });
    expect(again).toEqual(first);
    expect(signalToNoise(other, first)).toBeLessThan(40);
  });
});

describe('calibrated activations', () => {
  it('use the range of the calibration, and clip beyond it', () => {
    const chip = analogChip({ dac: { range: 'calibrated' } });
    const clipped = { shape: x.shape, data: x.data.map((v) => Math.max(-1, Math.min(v, 1))) };
    const y = applyOn(pool, chip, layer, x, { calibration: calibrationOf(layer.name, 1, null) });
    expect(y).toEqual(applyOn(pool, chip, layer, clipped, { calibration: calibrationOf(layer.name, 1, null) }));
    const exact = applyOn(pool, analogChip(), layer, clipped);
    expect(signalToNoise(y, exact)).toBeGreaterThan(35);
  });

  it('take the range of the tensor where the calibration does not know the layer', () => {
    const chip = analogChip({ dac: { range: 'calibrated' } });
    expect(signalToNoise(applyOn(pool, chip, layer, x), applyOn(pool, analogChip(), layer, x))).toBeGreaterThan(35);
  });
});

describe('the engine', () => {
  it('refuses an activation that is not a number, and names the layer', () => {
    const bad = gaussianTensor([2, 200], 1);
    bad.data[5] = NaN;
    for (const range of ['vector', 'calibrated'] as const) {
      expect(() => applyOn(pool, analogChip({ dac: { range } }), layer, bad)).toThrow(/unet\.test/);
    }
  });

  it('leaves the layers that a plan keeps digital to the digital engine', () => {
    const asked: string[] = [];
    const digital = {
      apply: (asking: typeof layer) => {
        asked.push(asking.name);
        return x;
      },
    };
    const plan = { ...ownBits, overrides: [{ layers: 'unet.mid.*', digital: true }] };
    const engine = engineOn(pool, analogChip(), { digital, plan });
    for (const name of ['unet.conv_in', 'unet.mid.a', 'unet.mid.a.b', 'vae.decoder.conv_out']) {
      engine.apply({ ...layer, name }, x);
    }
    expect(asked).toEqual(['unet.conv_in', 'unet.mid.a', 'vae.decoder.conv_out']);
    engine.close();
  });
});

describe('events', () => {
  const events = (chip: AnalogChip | DigitalChip, asked: typeof layer, input: typeof x) => {
    const meter = recordingMeter();
    applyOn(pool, chip, asked, input, { meter, digital: noDigital });
    return meter.events[0]![1];
  };

  it('are counted as a layer of 100 x 20 on two by two arrays makes them', () => {
    // 7 bits of magnitude in cells of 4: two slices, four cells a weight, 80 columns on arrays of 64.
    const chip = analogChip({
      weights: { cellBits: 4 },
      dac: { mode: 'bit-serial' },
      adc: { range: 'full-scale', bits: 8 },
    });
    const { conductionSum, clipped, ...counted } = events(chip, linearLayer(100, 20, 1), gaussianTensor([3, 100], 2));
    expect(counted).toEqual({
      macs: 3 * 100 * 20,
      rowDrives: 3 * 100 * 8 * 2,
      driveBits: 1,
      cellReads: 3 * 100 * 20 * 4 * 8,
      conversions: 3 * 20 * 2 * 8 * 2,
      adcBits: 8,
      shiftAdds: 3 * 20 * 2 * 8 * 2,
      bufferReadBytes: 3 * 100 * 2 + 3 * 20 * 4,
      bufferWriteBytes: 300 + 3 * 20 * 2 * 4,
      networkBytes: 300 + 3 * 20 * 2 * 4,
      readCycles: 3 * 8,
      crossbars: 4,
      cells: 100 * 20 * 4,
    });
    expect(clipped).toBe(0);
    expect(conductionSum).toBeGreaterThan(0);
  });

  it('count the pixels of a convolution once on their way in, and every tap as a drive', () => {
    const image = gaussianTensor([1, 6, 6, 4], 2);
    const counted = events(analogChip({ adc: { range: 'full-scale' } }), convLayer(4, 8, 3, 1, 1), image);
    expect(counted.macs).toBe(36 * 36 * 8);
    expect(counted.rowDrives).toBe(36 * 36);
    expect(counted.bufferWriteBytes).toBe(6 * 6 * 4 + 36 * 8 * 4);
  });

  it.each([
    // x = 127 and -64: (1, 64/127) of full drive. Rows conduct 64/127 and 1 of gMax.
    ['a level', {}, 64 / 127 + (64 / 127) ** 2],
    ['a pulse width', { drive: 'pulse-width' as const }, 64 / 127 + 64 / 127],
    // 127 = 01111111 and -64 = 11000000 in two's complement.
    ['single bits', { mode: 'bit-serial' as const }, 7 * (64 / 127) + 2],
  ])('sum what %s draws', (_, dac, expected) => {
    const tiny = { ...layer, weight: Float32Array.of(0.5, 1), bias: null, inputs: 2, outputs: 1 };
    const input = { shape: [1, 2], data: Float32Array.of(1, -0.5) };
    // Rows conduct in steps of 1/4096 of the strongest one.
    expect(events(analogChip({ dac }), tiny, input).conductionSum).toBeCloseTo(expected, 3);
  });

  it('of a digital chip have no conversions and draw no current', () => {
    const digital = shipped.find((chip) => chip.kind === 'digital')!;
    const counted = events(digital, layer, x);
    expect(counted).toMatchObject({ macs: 12 * 200 * 40, conversions: 0, clipped: 0, adcBits: 0, conductionSum: 0 });
    expect(counted.cells).toBe(200 * 40 * 8);
  });

  it('shrink with the bits of the plan', () => {
    const chip = analogChip({
      weights: { encoding: 'offset', cellBits: 2 },
      dac: { mode: 'bit-serial' },
      adc: { range: 'full-scale' },
    });
    const meter = recordingMeter();
    const plan = { default: { inputBits: 6, weightBits: 6, adcBits: 5 }, overrides: [] };
    applyOn(pool, chip, layer, x, { meter, plan });
    const counted = meter.events[0]![1];
    expect(counted.adcBits).toBe(5);
    // Six input bits, three cells of two bits, four tiles of 64 rows.
    expect(counted.conversions).toBe(12 * 40 * 4 * 6 * 3);
    expect(counted.cells).toBe(200 * 40 * 3);
  });
});
