import fc from 'fast-check';
import { expect, test } from 'vitest';
import { asOf, listKey, PAGE_SIZE, pagesAround } from '../../../src/renderer/library/grid/pages.ts';

test('the pages cover what is seen and its surroundings, in order, and none beyond the list', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 100_000 }),
      fc.nat(100_000),
      fc.nat(300),
      fc.nat(300),
      (total, start, length, margin) => {
        const first = Math.min(start, total - 1);
        const last = Math.min(first + length, total - 1);
        const pages = pagesAround(first, last, total, margin);
        const covered = new Set(pages);
        for (let index = Math.max(first - margin, 0); index <= Math.min(last + margin, total - 1); index++) {
          expect(covered.has(Math.floor(index / PAGE_SIZE))).toBe(true);
        }
        expect(pages).toEqual([...covered].sort((a, b) => a - b));
        expect(pages.at(-1)! * PAGE_SIZE).toBeLessThan(total);
      },
    ),
    { numRuns: 50 },
  );
});

test('an empty list has no pages', () => {
  expect(pagesAround(0, 10, 0, 100)).toEqual([]);
});

test('a list of an earlier moment keeps what it was narrowed to', () => {
  const list = { filter: { text: 'fox', created: { min: 100, max: 5000 } }, sort: 'newest' as const };
  expect(asOf(list, 9000).filter).toEqual({ text: 'fox', created: { min: 100, max: 5000 } });
  expect(asOf(list, 900).filter).toEqual({ text: 'fox', created: { min: 100, max: 900 } });
  expect(asOf({ filter: {}, sort: 'newest' }, 900).filter).toEqual({ created: { min: null, max: 900 } });
});

test('equal lists have one key', () => {
  const one = listKey({ filter: { text: 'fox', starred: true }, sort: 'newest' });
  expect(listKey({ filter: { starred: true, text: 'fox' }, sort: 'newest' })).toBe(one);
  expect(listKey({ filter: { starred: true, text: 'fox' }, sort: 'oldest' })).not.toBe(one);
  expect(listKey({ filter: { text: 'fox' }, sort: 'newest' })).not.toBe(one);
});
