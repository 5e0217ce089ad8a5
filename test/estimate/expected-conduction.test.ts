import { describe, expect, test } from 'vitest';
import { chipProfileSchema } from '../../src/shared/chip/chip-profile.ts';
import { planResolver } from '../../src/worker/chip/precision/plan.ts';
import { cellLayout } from '../../src/worker/chip/program/cells.ts';
import { expectedConductance } from '../../src/worker/chip/program/expected-conductance.ts';
import { programLayer } from '../../src/worker/chip/program/programming.ts';
import { createExpectedConduction } from '../../src/worker/estimate/expected-conduction.ts';
import { createKernelPool } from '../../src/worker/kernels/pool.ts';
import { analogChip, engineOn, gaussianTensor, linearLayer, ownBits, recordingMeter } from '../chip/builders.ts';

const pcmError = { polynomial: [0.26348, 1.965, -1.1731], scale: 1 };
const drift = { t0: 20, nuMean: 0.05, nuStd: 0.03, compensation: 'none' as const };

const designs: [string, Parameters<typeof analogChip>[0], age: number][] = [
  ['perfect pairs', {}, 0],
  ['pairs that err at zero, where errors go up only', { cell: { programmingError: pcmError } }, 0],
  ['aged pairs', { cell: { programmingError: pcmError, drift } }, 1e7],
  ['pairs with a poor window and stuck cells', { cell: { onOffRatio: 5, stuckOn: 0.05, stuckOff: 0.1 } }, 0],
  [
    'offset cells in slices',
    {
      weights: { encoding: 'offset', cellBits: 2 },
      cell: { onOffRatio: 9.8, programmingError: { polynomial: [4], scale: 1 } },
    },
    0,
  ],
];

describe('the conductance to expect of a weight', () => {
  test.each(designs)('%s: what programmed cells conduct on average', (_, parts, age) => {
    const chip = analogChip(parts);
    const expected = expectedConductance(chip.cell, cellLayout(chip.weights, 8), age);
    for (const weight of [-127, -50, -1, 0, 3, 64, 127]) {
      const [rows, columns] = [100, 200];
      const weights = { integers: new Int8Array(rows * columns).fill(weight), scale: new Float32Array(columns) };
      const { rowConductance } = programLayer(chip, 'layer', weights, 8, 5, age);
      const mean = rowConductance.reduce((sum, row) => sum + row, 0) / (rows * columns);
      expect(Math.abs(expected[weight + 128]! - mean), `weight ${weight}`).toBeLessThan(0.004);
    }
  });
});

/**
 * Activations [256, 256] of the distribution that docs/energy-model.md states: normal, each of a variance that is the
 * mean of twelve squared normals.
 */
function activationsBehindNorms() {
  const activations = gaussianTensor([256, 256], 9);
  const gains = Array.from({ length: 12 }, (_, i) => gaussianTensor([256, 256], 10 + i).data);
  for (let i = 0; i < activations.data.length; i++) {
    activations.data[i]! *= Math.sqrt(gains.reduce((sum, gain) => sum + gain[i]! ** 2, 0) / gains.length);
  }
  return activations;
}

describe('the conduction to expect of a product', () => {
  const { dac: serial } = analogChip({ dac: { mode: 'bit-serial', sliceBits: 2 } });
  test.each([
    ...designs,
    ['pulse widths', { dac: { drive: 'pulse-width' } }, 0],
    ['slices of the input', { dac: serial }, 0],
    ['five bits', { dac: { bits: 5 } }, 0],
  ] as typeof designs)('%s: what the kernels count, for activations as norms leave them', (_, parts, age) => {
    const chip = chipProfileSchema.parse(analogChip(parts)) as ReturnType<typeof analogChip>;
    const layer = linearLayer(256, 40, 1);
    const pool = createKernelPool({ threads: 1 });
    const meter = recordingMeter();
    const engine = engineOn(pool, chip, { meter, age });
    engine.apply(layer, activationsBehindNorms());
    engine.close();
    const counted = meter.events[0]![1].conductionSum;
    const expected = createExpectedConduction(chip, age)(layer, 256, planResolver(ownBits, chip)(layer.name, null));
    expect(expected / counted).toBeGreaterThan(0.97);
    expect(expected / counted).toBeLessThan(1.03);
  });
});
