import fc from 'fast-check';
import { expect, test } from 'vitest';
import { movedIndex } from '../../../src/renderer/library/grid/grid-moves.ts';

// 0 1 2
// 3 4 5
// 6 7
const shape = { columns: 3, total: 8, page: 2 };
const from = (index: number) => (key: string) => movedIndex(key, index, shape);

test('left and right read on over the ends of rows and stop at the ends of the list', () => {
  expect(from(2)('ArrowRight')).toBe(3);
  expect(from(3)('ArrowLeft')).toBe(2);
  expect(from(0)('ArrowLeft')).toBe(0);
  expect(from(7)('ArrowRight')).toBe(7);
});

test('up and down keep the column and stop at the first and last row', () => {
  expect(from(4)('ArrowUp')).toBe(1);
  expect(from(1)('ArrowUp')).toBe(1);
  expect(from(1)('ArrowDown')).toBe(4);
  expect(from(7)('ArrowDown')).toBe(7);
});

test('down to a short last row goes to its end', () => {
  expect(from(5)('ArrowDown')).toBe(7);
});

test('pages, and the ends', () => {
  expect(from(7)('PageUp')).toBe(1);
  expect(from(4)('PageUp')).toBe(1);
  expect(from(1)('PageDown')).toBe(7);
  expect(from(2)('PageDown')).toBe(7);
  expect(from(4)('Home')).toBe(0);
  expect(from(4)('End')).toBe(7);
});

test('the first key enters the grid at its beginning', () => {
  expect(from(-1)('ArrowDown')).toBe(0);
  expect(from(-1)('End')).toBe(7);
});

test('other keys and empty grids lead nowhere', () => {
  expect(from(4)('a')).toBeNull();
  expect(movedIndex('ArrowDown', -1, { columns: 3, total: 0, page: 2 })).toBeNull();
});

test('no key leaves the grid', () => {
  const keys = ['ArrowLeft', 'ArrowRight', 'ArrowUp', 'ArrowDown', 'PageUp', 'PageDown', 'Home', 'End'];
  fc.assert(
    fc.property(
      fc.constantFrom(...keys),
      fc.integer({ min: 1, max: 12 }),
      fc.integer({ min: 1, max: 200 }),
      fc.integer({ min: 1, max: 9 }),
      fc.nat(),
      (key, columns, total, page, seed) => {
        const index = movedIndex(key, seed % total, { columns, total, page })!;
        expect(index).toBeGreaterThanOrEqual(0);
        expect(index).toBeLessThan(total);
      },
    ),
  );
});
