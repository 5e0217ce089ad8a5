import fc from 'fast-check';
import { expect, test } from 'vitest';
import { anchorOf, GAP, gridLayout, scrollTopOf } from '../../../src/renderer/library/grid/grid-layout.ts';

test('tiles fill the width and are never smaller than asked for, unless the panel is', () => {
  fc.assert(
    fc.property(fc.integer({ min: 40, max: 1200 }), fc.integer({ min: 64, max: 256 }), (width, wanted) => {
      const { columns, tile, rowHeight } = gridLayout(width, wanted, 1000);
      expect(columns * tile + (columns - 1) * GAP).toBeCloseTo(width);
      expect(rowHeight).toBe(tile + GAP);
      if (width >= wanted) expect(tile).toBeGreaterThanOrEqual(wanted);
      else expect(columns).toBe(1);
    }),
  );
});

test('one more column would be too many', () => {
  fc.assert(
    fc.property(fc.integer({ min: 64, max: 1200 }), fc.integer({ min: 64, max: 256 }), (width, wanted) => {
      const { columns } = gridLayout(width, wanted, 1000);
      expect((columns + 1) * wanted + columns * GAP).toBeGreaterThan(width);
    }),
  );
});

test('every picture has a row', () => {
  expect(gridLayout(312, 100, 0).rows).toBe(0);
  expect(gridLayout(312, 100, 1).rows).toBe(1);
  expect(gridLayout(312, 100, 3).rows).toBe(1);
  expect(gridLayout(312, 100, 100_000).rows).toBe(33_334);
});

test('the picture at the top stays there when tiles change their size', () => {
  const before = gridLayout(308, 100, 100_000);
  const after = gridLayout(640, 100, 100_000);
  const anchor = anchorOf(1500 * before.rowHeight, before);
  const firstBefore = 1500 * before.columns;
  const rowAfter = Math.floor(scrollTopOf(anchor, after) / after.rowHeight);
  expect(rowAfter * after.columns).toBeLessThanOrEqual(firstBefore);
  expect((rowAfter + 1) * after.columns).toBeGreaterThan(firstBefore);
  expect(scrollTopOf(anchor, before)).toBeCloseTo(1500 * before.rowHeight);
});
