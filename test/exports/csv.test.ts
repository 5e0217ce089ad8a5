import fc from 'fast-check';
import { expect, test } from 'vitest';
import { csv } from '../../src/main/exports/csv.ts';
import { parseCsv } from './parse-csv.ts';

test('any text comes back, but for the apostrophe that disarms a formula', () => {
  const cell = fc.string({ unit: 'binary', maxLength: 12 }).filter((text) => !/^['=+\-@\t\r\n＝＋－＠]/.test(text));
  fc.assert(
    fc.property(fc.array(fc.array(cell, { minLength: 2, maxLength: 4 }), { minLength: 1, maxLength: 3 }), (rows) => {
      expect(parseCsv(csv(rows))).toEqual(rows);
    }),
  );
});

test.each(['=1+1', '+1', '-1', '@SUM(A1)', '\t=1', '\r=1', '＝1'])('%j is no formula any more', (text) => {
  expect(parseCsv(csv([[text, 'x']]))).toEqual([[`'${text}`, 'x']]);
});

test('numbers stay numbers, also below zero, and nothing is nothing', () => {
  expect(csv([[-1.5, 1e-9, true, null]])).toBe('\ufeff-1.5,1e-9,true,\r\n');
});
