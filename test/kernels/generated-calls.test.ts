import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { generatedFiles } from '../../scripts/write-kernel-calls.ts';
import { layoutOf } from '../../src/worker/kernels/call-fields.ts';
import { hasOurCalls } from '../../src/worker/kernels/compiled-calls.ts';
import { operands } from '../../src/worker/kernels/operands/index.ts';
import { counterNames, defineOperator } from '../../src/worker/kernels/operator.ts';
import { operators } from '../../src/worker/kernels/operators/index.ts';

const root = new URL('../../', import.meta.url);

test.each(Object.entries(generatedFiles()))(
  '%s is what the calls say (else: node scripts/write-kernel-calls.mjs)',
  (file, text) => {
    expect(readFileSync(fileURLToPath(new URL(file, root)), 'utf8')).toBe(text);
  },
);

describe('a compiled module is of this version', () => {
  const ours = {
    operators: operators.map(({ layout }) => layout.signature),
    operands: operands.map(({ layout }) => layout.signature),
    counters: counterNames,
  };

  test('with the same calls, field by field', () => {
    expect(hasOurCalls(ours)).toBe(true);
  });

  test.each([
    ['an operator less', { ...ours, operators: ours.operators.slice(1) }],
    ['operators in another order', { ...ours, operators: ours.operators.toReversed() }],
    [
      'a field more',
      { ...ours, operators: ours.operators.map((text) => text.replace('noisy', 'dropVolts: f32, noisy')) },
    ],
    [
      'a field of another type',
      { ...ours, operators: ours.operators.map((text) => text.replace('low: f32', 'low: f64')) },
    ],
    ['a counter more', { ...ours, counters: [...ours.counters, 'saturated'] }],
  ])('and not with %s', (_, module) => {
    expect(hasOurCalls(module)).toBe(false);
  });
});

test('a field gets a slot of its own however many there are', () => {
  const fields = Object.fromEntries(Array.from({ length: 100 }, (_, i) => [`field${i}`, 'f64' as const]));
  const { numbers, signature } = layoutOf('wide', fields);
  expect(numbers.map(({ path }) => path.join('.'))).toEqual(Object.keys(fields));
  expect(signature).toContain('field99: f64');
});

test('a list of arrays cannot stand before another array, whose place would depend on its length', () => {
  expect(() => layoutOf('lists', { many: 'any[][]', one: 'f32[]' })).toThrow('last field');
});

test('a field without a value, or with one of another type, is an error of the compiler', () => {
  const common = { name: 'typed', check() {}, cost: () => 0, reference() {} };
  const fields = { x: 'f32[]', count: 'i32', dry: 'bool' } as const;
  const x = new Float32Array(1);
  defineOperator({ ...common, fields, values: () => ({ x, count: 1, dry: false }) });
  // @ts-expect-error: dry is missing.
  defineOperator({ ...common, fields, values: () => ({ x, count: 1 }) });
  // @ts-expect-error: x is float32.
  defineOperator({ ...common, fields, values: () => ({ x: new Int8Array(1), count: 1, dry: false }) });
});
