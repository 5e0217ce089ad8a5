import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { startMachineMeter } from '../../src/worker/energy/machine.ts';

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'powercap-'));
});
afterEach(() => rmSync(root, { recursive: true }));

function counter(zone: string, microjoules: number | string): void {
  mkdirSync(join(root, zone), { recursive: true });
  writeFileSync(join(root, zone, 'energy_uj'), `${microjoules}\n`);
  writeFileSync(join(root, zone, 'max_energy_range_uj'), '262143328850\n');
}

test('packages are added, their parts are not', () => {
  counter('intel-rapl:0', 1_000_000);
  counter('intel-rapl:1', 5_000_000);
  counter('intel-rapl:0:0', 0);
  const meter = startMachineMeter(root);
  counter('intel-rapl:0', 3_500_000);
  counter('intel-rapl:1', 6_000_000);
  counter('intel-rapl:0:0', 900_000_000);
  const reading = meter.stop();
  expect(reading.joules).toBeCloseTo(3.5, 9);
  expect(reading.how).toContain('2 packages');
});

test('a counter that wraps goes on', () => {
  counter('intel-rapl:0', 262_143_000_000);
  const meter = startMachineMeter(root);
  counter('intel-rapl:0', 671_150);
  expect(meter.stop().joules).toBeCloseTo(1, 6);
});

test('without counters the joules are unknown, and the reason is given', () => {
  expect(startMachineMeter(join(root, 'missing')).stop()).toEqual({
    joules: null,
    how: expect.stringContaining('no processor energy counters'),
  });
});

test('counters that cannot be read are not guessed at', () => {
  counter('intel-rapl:0', 'not a number');
  expect(startMachineMeter(root).stop()).toEqual({ joules: null, how: expect.stringContaining('administrator') });
});

test('a counter that disappears midway leaves the joules unknown', () => {
  counter('intel-rapl:0', 5);
  const meter = startMachineMeter(root);
  rmSync(join(root, 'intel-rapl:0'), { recursive: true });
  expect(meter.stop().joules).toBeNull();
});
