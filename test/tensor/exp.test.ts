import { expect, test } from 'vitest';
import { exp } from '../../src/worker/tensor/exp.ts';

test('e^x within 1e-9 of the platform’s', () => {
  for (let x = -700; x <= 700; x += 0.37) expect(Math.abs(exp(x) / Math.exp(x) - 1)).toBeLessThan(1e-9);
});

test('e^x goes to its limits', () => {
  expect(exp(0)).toBe(1);
  expect(exp(Number.NEGATIVE_INFINITY)).toBe(0);
  expect(exp(Number.POSITIVE_INFINITY)).toBe(Number.POSITIVE_INFINITY);
  expect(exp(Number.NaN)).toBeNaN();
});
