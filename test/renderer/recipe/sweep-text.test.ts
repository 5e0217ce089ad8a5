import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseAge, writeAge } from '../../../src/renderer/recipe/form/age.ts';
import { readNumber, readSweep, type SweepSyntax } from '../../../src/renderer/recipe/sweep/sweep-text.ts';
import { MOST_JOBS } from '../../../src/shared/recipe/sweep-axes.ts';

const steps: SweepSyntax = { rule: { min: 1, max: 200, multipleOf: 1, step: 1 }, read: readNumber, spread: 'even' };
const size: SweepSyntax = { rule: { min: 16, max: 2048, multipleOf: 16, step: 16 }, read: readNumber, spread: 'even' };
const guidance: SweepSyntax = {
  rule: { min: 0, max: 30, multipleOf: null, step: 0.5 },
  read: readNumber,
  spread: 'even',
};
const seed: SweepSyntax = {
  rule: { min: 0, max: 0xffffffff, multipleOf: 1, step: 1 },
  read: readNumber,
  spread: 'even',
};
const age: SweepSyntax = { rule: { min: 0, max: 1e10, multipleOf: null, step: 1 }, read: parseAge, spread: 'ratio' };

describe('values of a sweep', () => {
  test.each([
    ['4, 8, 20', [4, 8, 20]],
    ['4 8 20', [4, 8, 20]],
    ['4，8、20', [4, 8, 20]],
    ['20, 4, 20, ', [20, 4]],
    ['4-20 x 5', [4, 8, 12, 16, 20]],
    ['4 – 20 × 5', [4, 8, 12, 16, 20]],
    ['20..4 x 3', [20, 12, 4]],
    ['3-6', [3, 4, 5, 6]],
    ['1, 4-6', [1, 4, 5, 6]],
    ['4-6 x 5', [4, 5, 6]],
    ['9-20 x 1', [9]],
  ])('%s', (text, values) => {
    expect(readSweep(text, steps)).toEqual({ values, problem: null });
  });

  test('fractions keep three digits, ends exact', () => {
    expect(readSweep('1-2 x 4', guidance).values).toEqual([1, 1.33, 1.67, 2]);
  });

  test('sizes fall on multiples', () => {
    expect(readSweep('32-128 x 4', size).values).toEqual([32, 64, 96, 128]);
    expect(readSweep('32-96', size).values).toEqual([32, 48, 64, 80, 96]);
  });

  test('large seeds keep every digit', () => {
    expect(readSweep('4294967293-4294967295', seed).values).toEqual([4294967293, 4294967294, 4294967295]);
  });

  test('ages spread by ratio and take units', () => {
    expect(readSweep('1 s - 10000 s x 5', age).values).toEqual([1, 10, 100, 1000, 10000]);
    expect(readSweep('0, 1 h, 2 days, 1 个月', age).values).toEqual([0, 3600, 172_800, 2_592_000]);
  });

  test.each([
    ['', steps, { code: 'empty' }],
    ['four', steps, { code: 'unreadable', text: 'four' }],
    ['4, x', steps, { code: 'unreadable', text: 'x' }],
    ['4-20 x 0', steps, { code: 'unreadable', text: '4-20 x 0' }],
    ['0', steps, { code: 'outside', text: '0' }],
    ['4-300', steps, { code: 'outside', text: '4-300' }],
    ['4.5', steps, { code: 'notMultiple', text: '4.5' }],
    ['40', size, { code: 'notMultiple', text: '40' }],
    ['1-5', guidance, { code: 'howMany', text: '1-5' }],
    ['1-1000', seed, { code: 'tooMany' }],
    ['-3', steps, { code: 'unreadable', text: '-3' }],
    ['3 lightyears', age, { code: 'unreadable', text: '3 lightyears' }],
  ])('%j is refused', (text, syntax, problem) => {
    expect(readSweep(text, syntax)).toEqual({ values: null, problem });
  });

  test('whatever is typed gives values that fit the rule, each once, or a problem', () => {
    const typed = fc.stringMatching(/^[0-9 ,.x-]{0,24}$/);
    fc.assert(
      fc.property(typed, fc.constantFrom(steps, size, guidance, seed), (text, syntax) => {
        const { values } = readSweep(text, syntax);
        if (!values) return;
        expect(values.length).toBeGreaterThan(0);
        expect(values.length).toBeLessThanOrEqual(MOST_JOBS);
        expect(new Set(values).size).toBe(values.length);
        const { min, max, multipleOf } = syntax.rule;
        for (const value of values) {
          expect(value).toBeGreaterThanOrEqual(min);
          expect(value).toBeLessThanOrEqual(max);
          if (multipleOf !== null) expect(value % multipleOf).toBe(0);
        }
      }),
    );
  });
});

test('an age reads back as it was written, to three digits', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 1e10 }), (seconds) => {
      expect(Math.abs(parseAge(writeAge(seconds))! - seconds)).toBeLessThanOrEqual(seconds * 0.005);
    }),
  );
});
