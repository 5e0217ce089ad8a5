import { expect, test } from 'vitest';
import { MOST_SELECTED, rangeBetween, survivorBeside, toggled } from '../../../src/renderer/library/grid/selection.ts';

test('a toggle adds and removes, and leaves the old selection alone', () => {
  const one = new Set([1]);
  expect(toggled(one, 2)).toEqual(new Set([1, 2]));
  expect(toggled(one, 1)).toEqual(new Set());
  expect(one).toEqual(new Set([1]));
});

test('a range includes both ends, whichever way it is drawn', () => {
  expect(rangeBetween(4, 9)).toEqual({ first: 4, count: 6 });
  expect(rangeBetween(9, 4)).toEqual({ first: 4, count: 6 });
  expect(rangeBetween(4, 4)).toEqual({ first: 4, count: 1 });
});

test('a range longer than a selection may be is cut at the far end', () => {
  expect(rangeBetween(50, 90_000)).toEqual({ first: 50, count: MOST_SELECTED });
  expect(rangeBetween(90_000, 50)).toEqual({ first: 90_001 - MOST_SELECTED, count: MOST_SELECTED });
});

test('the next picture that stays takes the place, or else the one before', () => {
  expect(survivorBeside([1, 2, 3, 4], 2, new Set([2]))).toBe(3);
  expect(survivorBeside([1, 2, 3, 4], 2, new Set([2, 3]))).toBe(4);
  expect(survivorBeside([1, 2, 3, 4], 4, new Set([4]))).toBe(3);
  expect(survivorBeside([1, 2, 3, 4], 3, new Set([2, 3, 4]))).toBe(1);
  expect(survivorBeside([1, 2], 1, new Set([1, 2]))).toBeNull();
});
