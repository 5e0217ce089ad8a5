import { describe, expect, it } from 'vitest';
import { programLayer, programmingSigma } from '../../src/worker/chip/program/programming.ts';
import { rowConductance } from '../../src/worker/chip/program/row-conductance.ts';
import type { QuantizedWeights } from '../../src/worker/chip/quantize/quantize.ts';
import { analogChip, deviationOf, meanOf } from './builders.ts';

/** A layer of equal weights: every cell has the same target. */
function constantWeights(rows: number, columns: number, weight: number): QuantizedWeights {
  return { integers: new Int8Array(rows * columns).fill(weight), scale: new Float32Array(columns).fill(1) };
}

/** The single slice of a layer, in units of the window gMax - gOff. */
function cellsOf(chip: ReturnType<typeof analogChip>, weights: QuantizedWeights, seed: number | null, age = 0) {
  const { crossbar, grid } = programLayer(chip, 'layer', weights, 8, seed, age);
  return Float64Array.from(crossbar.sliceCells[0]!, (steps) => steps / grid.stepsPerWindow);
}

const pcmError = { polynomial: [0.26348, 1.965, -1.1731], scale: 1 };

describe('programming error', () => {
  it('follows the polynomial of the target conductance, in microsiemens', () => {
    // At x = 0.5: 0.26348 + 0.9825 - 0.293275 = 0.952705 uS of 25 uS.
    expect(programmingSigma(pcmError, 0.5, 2.5e-5)).toBeCloseTo(0.952705 / 25, 9);
    expect(programmingSigma({ ...pcmError, scale: 3 }, 0.5, 2.5e-5)).toBeCloseTo((3 * 0.952705) / 25, 9);
  });

  it.each([16, 64, 127])('gives a pair that holds %i of 127 the mean and the deviation that it should', (weight) => {
    const chip = analogChip({ cell: { onOffRatio: 10, programmingError: { polynomial: [1], scale: 1 } } });
    // The off cell conducts a tenth of gMax, 2.5 standard deviations above zero: hardly ever clipped.
    const values = cellsOf(chip, constantWeights(300, 300, weight), 5);
    const window = 0.9;
    expect(meanOf(values)).toBeCloseTo(weight / 127, 2);
    expect(deviationOf(values) / ((Math.SQRT2 * 1) / 25 / window)).toBeCloseTo(1, 1);
  });

  it('is Gaussian: its fourth moment is three times the square of its second', () => {
    const chip = analogChip({ cell: { onOffRatio: 4, programmingError: { polynomial: [0.5], scale: 1 } } });
    const values = cellsOf(chip, constantWeights(400, 400, 60), 9);
    const mean = meanOf(values);
    const second = meanOf(values.map((v) => (v - mean) ** 2));
    expect(meanOf(values.map((v) => (v - mean) ** 4)) / second ** 2).toBeCloseTo(3, 1);
  });

  it('never leaves a cell below zero or above 1.2 gMax', () => {
    const chip = analogChip({
      weights: { encoding: 'offset' },
      cell: { programmingError: { polynomial: [25], scale: 1 } },
    });
    for (const weight of [-128, 127]) {
      const values = cellsOf(chip, constantWeights(100, 100, weight), 1);
      expect(Math.min(...values)).toBe(0);
      expect(Math.max(...values)).toBeCloseTo(1.2, 2);
    }
  });

  it('is one per physical chip: the same for the same seed, another for another seed, layer or cell', () => {
    const chip = analogChip({ cell: { programmingError: pcmError } });
    const weights = constantWeights(20, 20, 100);
    const first = cellsOf(chip, weights, 1);
    expect(cellsOf(chip, weights, 1)).toEqual(first);
    expect(cellsOf(chip, weights, 2)).not.toEqual(first);
    expect(new Set(first).size).toBeGreaterThan(300);
    const elsewhere = programLayer(chip, 'another layer', weights, 8, 1, 0).crossbar.sliceCells[0];
    expect(elsewhere).not.toEqual(programLayer(chip, 'layer', weights, 8, 1, 0).crossbar.sliceCells[0]);
  });

  it('is that of the cells: both sides of a pair and all slices err independently', () => {
    const chip = analogChip({
      weights: { cellBits: 3 },
      cell: { onOffRatio: 4, programmingError: { polynomial: [0.5], scale: 1 } },
    });
    const { crossbar, grid } = programLayer(chip, 'layer', constantWeights(200, 200, 0), 8, 3, 0);
    const slices = crossbar.sliceCells.map((cells) => Float64Array.from(cells, (steps) => steps / grid.stepsPerWindow));
    expect(slices).toHaveLength(3);
    for (const cells of slices) {
      // Differences of two off cells: zero mean, sqrt(2) of one cell's error.
      expect(Math.abs(meanOf(cells))).toBeLessThan(5e-4);
      expect(deviationOf(cells) / ((Math.SQRT2 * 0.5) / 25 / 0.75)).toBeCloseTo(1, 1);
    }
    const product = meanOf(slices[0]!.map((v, i) => v * slices[1]![i]!));
    expect(Math.abs(product) / (deviationOf(slices[0]!) * deviationOf(slices[1]!))).toBeLessThan(0.02);
  });

  it('leaves the levels equidistant on a grid that can hold them', () => {
    const chip = analogChip({
      weights: { cellBits: 4 },
      cell: { grid: 'int8', programmingError: { polynomial: [0], scale: 1 } },
    });
    const values = Array.from({ length: 8 }, (_, level) => {
      const { crossbar, grid } = programLayer(chip, 'layer', constantWeights(1, 1, level), 8, 1, 0);
      return crossbar.sliceCells[0]![0]! / grid.stepsPerLevel;
    });
    expect(values).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
  });
});

describe('stuck cells', () => {
  it('appear at the rates given, at gMax and at the off conductance', () => {
    const chip = analogChip({ weights: { encoding: 'offset' }, cell: { stuckOn: 0.03, stuckOff: 0.05 } });
    const values = cellsOf(chip, constantWeights(300, 300, 0), 8);
    const share = (wanted: number) => values.filter((v) => v === wanted).length / values.length;
    expect(share(1)).toBeCloseTo(0.03, 2);
    expect(share(0)).toBeCloseTo(0.05, 2);
    expect(share(128 / 255)).toBeCloseTo(0.92, 2);
  });

  it('do not drift', () => {
    const drift = { t0: 1, nuMean: 0.1, nuStd: 0, compensation: 'none' as const };
    const chip = analogChip({ weights: { encoding: 'offset' }, cell: { stuckOn: 1, drift } });
    expect(meanOf(cellsOf(chip, constantWeights(10, 10, 0), 8, 1e6))).toBe(1);
  });
});

describe('drift', () => {
  const drift = { t0: 20, nuMean: 0.05, nuStd: 0, compensation: 'none' as const };
  const weights = constantWeights(100, 100, 127);

  it('follows g (t/t0)^-nu', () => {
    const chip = analogChip({ cell: { drift } });
    for (const age of [100, 3600, 3e7]) {
      expect(meanOf(cellsOf(chip, weights, 1, age))).toBeCloseTo((age / 20) ** -0.05, 3);
    }
  });

  it('has not begun before t0', () => {
    const chip = analogChip({ cell: { drift } });
    expect(cellsOf(chip, weights, 1, 20)).toEqual(cellsOf(chip, weights, 1, 0));
    expect(meanOf(cellsOf(chip, weights, 1, 20))).toBe(1);
  });

  it('spreads with the exponents of the cells, more with age', () => {
    const chip = analogChip({ cell: { drift: { ...drift, nuStd: 0.01 } } });
    const logs = (age: number) => cellsOf(chip, weights, 1, age).map((g) => -Math.log(g) / Math.log(age / 20));
    expect(meanOf(logs(1e6))).toBeCloseTo(0.05, 3);
    expect(deviationOf(logs(1e6))).toBeCloseTo(0.01, 3);
    const spread = [100, 1e4, 1e6].map((age) => deviationOf(cellsOf(chip, weights, 1, age)));
    expect(spread[1]).toBeGreaterThan(spread[0]!);
    expect(spread[2]).toBeGreaterThan(spread[1]!);
  });

  it.each(['global', 'column'] as const)('is undone on the mean by %s compensation', (compensation) => {
    const chip = analogChip({
      cell: { programmingError: pcmError, drift: { ...drift, nuStd: 0.01, compensation } },
    });
    const programmed = programLayer(chip, 'layer', weights, 8, 1, 0);
    const aged = programLayer(chip, 'layer', weights, 8, 1, 1e6);
    const gain = (layer: typeof aged) =>
      meanOf(
        Float64Array.from(
          layer.crossbar.sliceCells[0]!,
          (v, i) => (v / layer.grid.stepsPerLevel) * layer.columnScale[i % 100]!,
        ),
      );
    expect(gain(aged) / gain(programmed)).toBeCloseTo(1, 2);
    expect(new Set(aged.columnScale).size).toBe(compensation === 'global' ? 1 : 100);
  });

  it('is undone before conversion in the offset encoding, whose offset must not be scaled', () => {
    const chip = analogChip({
      weights: { encoding: 'offset', cellBits: 2 },
      cell: { drift: { ...drift, compensation: 'global' } },
    });
    const layer = programLayer(chip, 'layer', weights, 8, 1, 1e6);
    expect(layer.readGain).toBeCloseTo((1e6 / 20) ** 0.05, 3);
    expect(layer.columnScale[0]).toBe(1);
  });
});

describe('what a row draws', () => {
  it('is the conductance of all its cells, off cells included', () => {
    const weights: QuantizedWeights = { integers: Int8Array.of(127, -64, 0), scale: Float32Array.of(1) };
    const pair = programLayer(analogChip({ cell: { onOffRatio: 10 } }), 'layer', weights, 8, 1, 0);
    const expected = [1 + 0.1, 0.1 + (0.9 * 64) / 127 + 0.1, 0.1 + 0.1];
    expected.forEach((conductance, k) => {
      expect(pair.rowConductance[k]).toBeCloseTo(conductance, 12);
    });
    expect(pair.cells).toBe(6);
  });

  it('is handed to the kernels in steps of a fraction of the strongest row', () => {
    const { steps, unit } = rowConductance(Float64Array.of(0.3, 3, 0, 1.234));
    expect([...steps].map((row) => row * unit)).toEqual([0.3, 3, 0, 1.234].map((row) => expect.closeTo(row, 3)));
    expect(Math.max(...steps)).toBe(4096);
    expect([...rowConductance(new Float64Array(2)).steps]).toEqual([0, 0]);
  });

  it('is the same on the short way for cells on their levels as on the long one', () => {
    const weights: QuantizedWeights = {
      integers: Int8Array.from({ length: 40 * 30 }, (_, i) => ((i * 37) % 255) - 127),
      scale: new Float32Array(30).fill(1),
    };
    for (const encoding of ['differential', 'offset'] as const) {
      const chip = (stuckOff: number) =>
        analogChip({ weights: { encoding, cellBits: 3 }, cell: { onOffRatio: 6, stuckOff } });
      // A fault rate too small to hit a cell takes the long way.
      const { crossbar, rowConductance: rows } = programLayer(chip(1e-12), 'layer', weights, 8, 1, 0);
      const short = programLayer(chip(0), 'layer', weights, 8, 1, 0);
      expect(short.crossbar).toEqual(crossbar);
      expect(short.rowConductance).toEqual(rows);
    }
  });
});
