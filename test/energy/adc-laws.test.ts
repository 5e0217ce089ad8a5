import { expect, test } from 'vitest';
import { ADC_LAWS } from '../../src/shared/chip/chip-profile.ts';
import { energyPerConversion } from '../../src/worker/energy/adc-laws.ts';

const at32 = { node: 32, supply: 0.9 };
const picojoules = (law: (typeof ADC_LAWS)[number], bits: number, technology = at32, rate = 1e8) =>
  energyPerConversion(law, bits, technology, rate) * 1e12;

test('ISAAC: 1.67 pJ at 8 bits, and the converters that it scales after Saberi at other resolutions', () => {
  expect(picojoules('isaac', 8)).toBeCloseTo(1.67, 2);
  // The figures of ISAAC's converter at 4 to 10 bits, as hwcomponents-library lists them.
  const published: [number, number][] = [
    [4, 0.79],
    [5, 0.99],
    [6, 1.2],
    [7, 1.42],
    [8, 1.67],
    [9, 1.969],
    [10, 2.379],
  ];
  for (const [bits, energy] of published) {
    expect(Math.abs(picojoules('isaac', bits) / energy - 1)).toBeLessThan(0.015);
  }
});

test('ZigZag: 0.70 pJ at 8 bits and 0.9 V', () => {
  expect(picojoules('zigzag', 8, { node: 28, supply: 0.9 })).toBeCloseTo(0.701, 3);
});

test('Accelergy: the regression at 100 MS/s, 6, 8 and 10 bits, in three nodes', () => {
  const published: [number, number[]][] = [
    [32, [1.07, 1.71, 3.31]],
    [22, [0.53, 0.85, 1.64]],
    [7, [0.061, 0.098, 0.19]],
  ];
  for (const [node, energies] of published) {
    energies.forEach((energy, index) => {
      const modelled = picojoules('accelergy', 6 + 2 * index, { node, supply: 0.9 });
      expect(Math.abs(modelled / energy - 1)).toBeLessThan(0.01);
    });
  }
});

test('Accelergy: a faster converter costs more, and two bits cost less than four', () => {
  expect(picojoules('accelergy', 8, at32, 5e9)).toBeGreaterThan(1.2 * picojoules('accelergy', 8, at32, 1e8));
  expect(picojoules('accelergy', 2)).toBeCloseTo(picojoules('accelergy', 4) / 2, 9);
});

test('what 6 bits cost of 8, by law', () => {
  const expected = { exponential: 0.25, accelergy: 0.62, zigzag: 0.7, isaac: 0.72, linear: 0.75 };
  for (const law of ADC_LAWS) expect(picojoules(law, 6) / picojoules(law, 8)).toBeCloseTo(expected[law], 2);
});

test('every law grows with the bits over the range that a profile allows', () => {
  for (const law of ADC_LAWS) {
    for (let bits = 3; bits <= 14; bits++) expect(picojoules(law, bits)).toBeGreaterThan(picojoules(law, bits - 1));
  }
});

test('converters scale with the node and the square of the supply; ZigZag with the supply alone', () => {
  for (const law of ['isaac', 'exponential', 'linear'] as const) {
    expect(picojoules(law, 8, { node: 16, supply: 0.45 })).toBeCloseTo(picojoules(law, 8) / 8, 9);
  }
  expect(picojoules('zigzag', 8, { node: 16, supply: 0.45 })).toBeCloseTo(picojoules('zigzag', 8) / 4, 9);
});
