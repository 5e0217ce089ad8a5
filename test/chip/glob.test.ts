import fc from 'fast-check';
import { expect, test } from 'vitest';
import { layerGlob } from '../../src/worker/chip/precision/glob.ts';

/** The same by backtracking, which takes exponential time on some. */
function byExpression(glob: string): RegExp {
  const pattern = glob
    .split(/(\*\*|\*)/)
    .map((piece) => (piece === '**' ? '.*' : piece === '*' ? '[^.]*' : piece.replace(/[\\^$.|?+()[\]{}]/g, '\\$&')))
    .join('');
  return new RegExp(`^${pattern}$`);
}

test('it matches what an expression would', () => {
  const glob = fc.string({ unit: fc.constantFrom('a', 'b', '.', '*', '**'), maxLength: 8 });
  const name = fc.string({ unit: fc.constantFrom('a', 'b', '.'), maxLength: 8 });
  let matches = 0;
  fc.assert(
    fc.property(glob, name, (glob, name) => {
      const expected = byExpression(glob).test(name);
      matches += Number(expected);
      expect(layerGlob(glob)(name)).toBe(expected);
    }),
    { numRuns: 20_000, seed: 1 },
  );
  expect(matches).toBeGreaterThan(500);
});

test('every character but the star is itself', () => {
  for (const sign of '^$?+()[]{}|\\/-') {
    expect(layerGlob(`a${sign}b`)(`a${sign}b`)).toBe(true);
    expect(layerGlob(`a${sign}b`)('ab')).toBe(false);
  }
});

// Each of them takes an expression longer than anyone waits.
test.each([
  `${'*'.repeat(199)}X`,
  `${'**t'.repeat(60)}X`,
  `${'*t*_*.'.repeat(30)}X`,
  `${'**_*'.repeat(40)}X`,
  `${'*n'.repeat(90)}.X`,
])('%s comes to an end', (glob) => {
  const matches = layerGlob(glob);
  for (let i = 0; i < 2000; i++) {
    const name = `unet.down_blocks.${i % 8}.attentions.${i}.transformer_blocks.1.attn1.${'_t'.repeat(60)}`;
    expect(matches(name)).toBe(false);
  }
});
