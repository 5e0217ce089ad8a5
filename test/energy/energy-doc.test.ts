import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { withTables } from '../../scripts/write-energy-doc.ts';
import { CONSTANTS, type EnergyConstant } from '../../src/worker/energy/constants.ts';

test('docs/energy-model.md shows the constants of the code (else run: node scripts/write-energy-doc.ts)', () => {
  const text = readFileSync(new URL('../../docs/energy-model.md', import.meta.url), 'utf8');
  expect(text).toBe(withTables(text));
  for (const id of Object.keys(CONSTANTS)) expect(text).toContain(`\`${id}\``);
});

test('every constant lies within its span and names its source', () => {
  for (const [id, constant] of Object.entries<EnergyConstant>(CONSTANTS)) {
    const [low, high] = [constant.low, constant.high].map((bound) => bound / constant.value) as [number, number];
    expect(low, id).toBeLessThanOrEqual(1);
    expect(high, id).toBeGreaterThanOrEqual(1);
    expect(constant.source.length, id).toBeGreaterThan(10);
    expect(constant.node === null, id).toBe(constant.supply === null);
  }
});
