import fc from 'fast-check';
import { expect, test } from 'vitest';
import { dayOf, endOfDay, startOfDay } from '../../../src/renderer/library/filter/date-range.ts';
import { ENERGY_STEPS, energyRange, joulesAt, positionOf } from '../../../src/renderer/library/filter/energy-scale.ts';

const bounds = { min: 0.004, max: 2 };

test('the middle of the energy slider is the geometric mean', () => {
  expect(joulesAt(0, bounds)).toBeCloseTo(0.004);
  expect(joulesAt(ENERGY_STEPS / 2, bounds)).toBeCloseTo(Math.sqrt(0.004 * 2));
  expect(joulesAt(ENERGY_STEPS, bounds)).toBeCloseTo(2);
});

test('a position survives the way to joules and back', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: ENERGY_STEPS }), (position) => {
      expect(positionOf(joulesAt(position, bounds), bounds)).toBe(position);
    }),
  );
});

test('energies outside of the library are at the ends', () => {
  expect(positionOf(1e-6, bounds)).toBe(0);
  expect(positionOf(1e6, bounds)).toBe(ENERGY_STEPS);
});

test('the ends of the slider are no bounds', () => {
  expect(energyRange(0, ENERGY_STEPS, bounds)).toEqual({ min: null, max: null });
  const { min, max } = energyRange(50, ENERGY_STEPS, bounds);
  expect(min).toBeCloseTo(Math.sqrt(0.004 * 2), 3);
  expect(max).toBeNull();
});

test('a day lasts from its first to its last millisecond here', () => {
  const start = startOfDay('2026-11-24')!;
  const end = endOfDay('2026-11-24')!;
  expect(new Date(start).getHours()).toBe(0);
  expect(dayOf(start)).toBe('2026-11-24');
  expect(dayOf(end)).toBe('2026-11-24');
  expect(dayOf(end + 1)).toBe('2026-11-25');
  expect(dayOf(start - 1)).toBe('2026-11-23');
});

test('an empty or unfinished date is no bound', () => {
  expect(startOfDay('')).toBeNull();
  expect(endOfDay('')).toBeNull();
  expect(startOfDay('2026-1')).toBeNull();
  expect(dayOf(null)).toBe('');
});
