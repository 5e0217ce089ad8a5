import { expect, test } from 'vitest';
import { alternate, median, medianRatio } from '../../src/worker/bench/alternate.ts';

test('contenders run in turn, block by block, at least three rounds', async () => {
  const ran: string[] = [];
  const samples = await alternate({ a: () => ran.push('a'), b: async () => ran.push('b') }, 0);
  const blocks = ran.filter((name, i) => name !== ran[i - 1]);
  expect(blocks).toEqual(['a', 'b', 'a', 'b', 'a', 'b']);
  expect(samples.a).toHaveLength(3);
  expect(samples.b).toHaveLength(3);
});

test('an error of a contender ends it', async () => {
  const failing = alternate({ a: () => Promise.reject(new Error('no memory')) }, 0);
  await expect(failing).rejects.toThrow('no memory');
});

test('the median is the middle, or between the two middle ones', () => {
  expect(median([5, 1, 3])).toBe(3);
  expect(median([4, 1, 3, 2])).toBe(2.5);
  expect(() => median([])).toThrow(RangeError);
});

test('a ratio is taken within each round, where a busy moment hits both', () => {
  expect(medianRatio([1, 10, 1], [2, 20, 2])).toBe(0.5);
});
