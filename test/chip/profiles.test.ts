import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { PRECISION_PRESETS } from '../../src/shared/chip/precision-plan.ts';
import { OhmbrushError } from '../../src/shared/errors.ts';
import { parseChip } from '../../src/shared/formats/parse-chip.ts';
import { parsePlan } from '../../src/shared/formats/parse-plan.ts';
import { analogChip } from './builders.ts';

const json = (folder: string, file: string) =>
  JSON.parse(readFileSync(new URL(`../../resources/${folder}/${file}`, import.meta.url), 'utf8'));
const files = (folder: string) => readdirSync(new URL(`../../resources/${folder}/`, import.meta.url));

function failure(action: () => unknown): OhmbrushError {
  try {
    action();
  } catch (error) {
    if (error instanceof OhmbrushError) return error;
    throw error;
  }
  throw new Error('nothing was refused');
}

describe('shipped chips', () => {
  it('are the six of the design, each in the file of its id, with sources', () => {
    const chips = files('chips').map((file) => ({ file, chip: parseChip(json('chips', file), file) }));
    expect(chips.map(({ chip }) => chip.id).sort()).toEqual([
      'exact',
      'ideal-8bit',
      'pcm',
      'reram',
      'sram-analog',
      'sram-digital',
    ]);
    for (const { file, chip } of chips) {
      expect(file).toBe(`${chip.id}.json`);
      if (chip.kind !== 'exact') expect(chip.source?.length).toBeGreaterThan(100);
    }
  });

  it('follow the published parts they name', () => {
    const [reram, pcm] = ['reram.json', 'pcm.json'].map((file) => parseChip(json('chips', file), file));
    expect(reram).toMatchObject({
      weights: { encoding: 'offset', cellBits: 2 },
      dac: { mode: 'bit-serial', sliceBits: 1 },
      tile: { rows: 128 },
      adc: { bits: 8 },
    });
    expect(pcm).toMatchObject({
      cell: { gMax: 2.5e-5, programmingError: { polynomial: [0.26348, 1.965, -1.1731] } },
      dac: { mode: 'one-shot', bits: 8 },
      tile: { rows: 256 },
    });
  });
});

describe('shipped presets', () => {
  it('parse, one for each name but exact', () => {
    const names = files('precision').map((file) => file.replace('.json', ''));
    expect(names.sort()).toEqual(PRECISION_PRESETS.filter((name) => name !== 'exact').sort());
    for (const name of names) parsePlan(json('precision', `${name}.json`), name);
  });
});

describe('a chip profile with mistakes', () => {
  const good = analogChip();

  it.each([
    ['too few rows', { ...good, tile: { rows: 2, columns: 64 } }, /tile\.rows/],
    ['a misspelt field', { ...good, tiles: good.tile }, /tiles/],
    ['a missing part', { ...good, adc: undefined }, /adc/],
    ['an unknown kind', { ...good, kind: 'quantum' }, /kind/],
    ['cells larger than weights', { ...good, weights: { ...good.weights, bits: 4, cellBits: 6 } }, /weights\.cellBits/],
    ['more faults than cells', { ...good, cell: { ...good.cell, stuckOn: 0.7, stuckOff: 0.7 } }, /cell\.stuckOn/],
    ['a column that 32 bits cannot hold', { ...good, tile: { rows: 4000, columns: 64 } }, /tile\.rows/],
    [
      'column compensation of an offset',
      {
        ...good,
        weights: { ...good.weights, encoding: 'offset' },
        cell: { ...good.cell, drift: { t0: 1, nuMean: 0.1, nuStd: 0, compensation: 'column' } },
      },
      /cell\.drift\.compensation/,
    ],
    ['a floor above the converter', { ...good, adc: { ...good.adc, minBits: 9 } }, /adc\.minBits/],
    ['a number in words', { ...good, read: { outputNoise: 'little', weightNoise: 0 } }, /read\.outputNoise/],
    ['no profile at all', 'pcm', /mine\.json/],
  ])('is refused with the field and the reason: %s', (_, profile, expected) => {
    const error = failure(() => parseChip(profile, 'mine.json'));
    expect(error.code).toBe('bad-chip');
    expect(error.message).toMatch(expected);
    expect(error.message).toContain('mine.json');
    expect(error.line).not.toMatch(/\n/);
  });

  it('names the first few mistakes of many', () => {
    const error = failure(() => parseChip({ ...good, tile: {}, read: {}, adc: {} }, 'mine.json'));
    expect(error.message).toMatch(/and \d more$/);
  });
});

describe('a plan with mistakes', () => {
  it.each([
    ['one bit', { default: { inputBits: 1 } }, /default\.inputBits/],
    [
      'weights that change with the steps',
      { overrides: [{ steps: [0, 0.5], weightBits: 4 }] },
      /overrides\.0\.weightBits/,
    ],
    ['no steps between', { overrides: [{ steps: [0.5, 0.5], adcBits: 4 }] }, /overrides\.0\.steps/],
    ['an unknown field', { overrides: [{ layer: 'unet.x' }] }, /layer/],
  ])('is refused with the field and the reason: %s', (_, plan, expected) => {
    const error = failure(() => parsePlan(plan, 'plan.json'));
    expect(error.code).toBe('bad-plan');
    expect(error.message).toMatch(expected);
  });
});
