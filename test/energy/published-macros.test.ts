import { expect, test } from 'vitest';
import { modelMacro, PUBLISHED_MACROS } from './published-macros.ts';

test.each(PUBLISHED_MACROS)('$name lies inside or outside the uncertainty, as documented', (macro) => {
  const { worst, best } = modelMacro(macro);
  const inside = macro.published > Math.min(worst, best) && macro.published < Math.max(worst, best);
  expect(inside).toBe(macro.met === true);
});

test('no published macro is missed by more than a factor of six', () => {
  for (const macro of PUBLISHED_MACROS) {
    const miss = modelMacro(macro).value / macro.published;
    expect(Math.max(miss, 1 / miss)).toBeLessThan(6);
  }
});

test('ISAAC: 0.58 pJ per multiply-accumulate, 71 % of it in the converters', () => {
  const isaac = modelMacro(PUBLISHED_MACROS[0]!);
  expect(Math.abs(isaac.value - 0.58)).toBeLessThan(0.01);
  expect(Math.abs(isaac.adcShare - 0.71)).toBeLessThan(0.015);
});
